"""The rules of a house: versions that stay, the substance policy that follows, and who was told what."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role, SubstancePolicy
from accounts.errors import Refused
from accounts.models import AuditEntry, Location, LocationPolicy
from casework.enums import ToldHow
from casework.models import HouseRules, RulesTold
from casework.selectors.house_duties import rules_duties
from casework.selectors.windows import in_house_hours, rules_on
from casework.services.house_rules import establish_rules, tell_rules
from casework.services.stays import start_stay
from tests.access_houses import make_rules
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def resident(client_file, house, counsellor):
    start_stay(client=client_file, location=house, valid_from=day(-60), acting_user=counsellor)
    return client_file


def tell(rules, client, user, **more) -> RulesTold:
    given = {"told_on": day(), "how": ToldHow.BOTH, "form_token": uuid4(), "acting_user": user, **more}
    return tell_rules(rules=rules, client=client, **given)


def page(house: Location) -> str:
    return reverse("casework:house_rules", args=[house.pk])


def typed(**more: str) -> dict[str, object]:
    return {
        "form_token": uuid4(),
        "valid_from": day().isoformat(),
        "text": "Samen eten om zes uur.",
        "substance_policy": SubstancePolicy.ABSTINENT,
        "substance_text": "Geen middelen in huis.",
        **more,
    }


def test_a_version_is_kept_once_and_never_changed(house, team_lead):
    given = {
        "location": house,
        "form_token": uuid4(),
        "valid_from": day(),
        "text": " Samen eten. ",
        "substance_policy": "abstinent",
        "substance_text": "Geen middelen.",
        "acting_user": team_lead,
    }
    first = establish_rules(**given)
    assert establish_rules(**given) == first
    assert (first.version, first.text) == (1, "Samen eten.")
    [entry] = AuditEntry.objects.filter(object_type="casework.houserules")
    assert (entry.action, entry.actor_id) == ("create", team_lead.pk)
    assert entry.details == {"location": house.pk, "version": 1, "from": day().isoformat()}
    first.text = "Iets anders."
    with pytest.raises(TypeError, match="immutable"):
        first.save()


def test_the_version_that_began_last_holds_and_the_earlier_one_is_read_for_its_days(house, team_lead):
    first = make_rules(house, team_lead)
    second = make_rules(house, team_lead, valid_from=day(5), text="Om zeven uur.", change="Later eten.")
    assert (first.version, second.version) == (1, 2)
    assert [rules_on(house, day(offset)) for offset in (-21, -20, 4, 5)] == [None, first, first, second]
    with pytest.raises(Refused, match="begint niet eerder") as refusal:
        make_rules(house, team_lead, valid_from=day(4))
    assert refusal.value.field == "valid_from"
    assert HouseRules.objects.count() == 2


@pytest.mark.parametrize("more", [{"home_from": dt.time(23)}, {"home_until": dt.time(7)}])
def test_a_curfew_has_two_ends(house, team_lead, more):
    with pytest.raises(Refused, match="beide tijden"):
        make_rules(house, team_lead, **more)
    assert not HouseRules.objects.exists()
    assert not LocationPolicy.objects.exists(), "nothing half saved"


@pytest.mark.parametrize("name", ["text", "substance_text"])
def test_empty_words_are_refused_at_their_field(house, team_lead, name):
    with pytest.raises(Refused) as refusal:
        make_rules(house, team_lead, **{name: "  "})
    assert refusal.value.field == name


def test_the_database_keeps_one_of_each_version(house, team_lead):
    first = make_rules(house, team_lead)
    first.pk, first.form_token = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseRules.objects.bulk_create([first])


def test_the_substance_policy_of_the_house_follows_the_rules(house, team_lead):
    LocationPolicy.objects.create(location=house, substance_policy=SubstancePolicy.ABSTINENT, valid_from=day(-300))
    make_rules(house, team_lead)
    assert LocationPolicy.objects.count() == 1, "the same policy needs no new row"
    other = next(value for value in SubstancePolicy.values if value != SubstancePolicy.ABSTINENT)
    make_rules(house, team_lead, valid_from=day(3), substance_policy=other)
    before, after = LocationPolicy.objects.order_by("valid_from")
    assert (before.valid_until, after.valid_from, after.substance_policy) == (day(2), day(3), other)
    make_rules(house, team_lead, valid_from=day(3))
    assert [row.substance_policy for row in LocationPolicy.objects.active_on(day(3))] == [SubstancePolicy.ABSTINENT]


@pytest.mark.parametrize(
    ("begin", "end", "clock", "inside"),
    [
        ("23:00", "07:00", "23:30", True),
        ("23:00", "07:00", "06:59", True),
        ("23:00", "07:00", "23:00", False),
        ("23:00", "07:00", "12:00", False),
        ("01:00", "06:00", "03:00", True),
        ("01:00", "06:00", "06:00", False),
    ],
)
def test_the_curfew_may_cross_midnight(begin, end, clock, inside):
    rules = HouseRules(home_from=dt.time.fromisoformat(begin), home_until=dt.time.fromisoformat(end))
    moment = timezone.make_aware(dt.datetime.combine(day(), dt.time.fromisoformat(clock)))
    assert in_house_hours(rules, moment) is inside
    assert not in_house_hours(None, moment)
    assert not in_house_hours(HouseRules(), moment)


def test_telling_is_recorded_once_with_what_he_said(resident, house, counsellor, team_lead):
    rules = make_rules(house, team_lead)
    token = uuid4()
    told = tell(rules, resident, counsellor, form_token=token, reaction=" Vindt zes uur vroeg. ")
    assert tell(rules, resident, counsellor, form_token=token) == told
    assert told.reaction == "Vindt zes uur vroeg."
    [entry] = AuditEntry.objects.filter(object_type="casework.rulestold", action="create")
    assert (entry.client_number, entry.details) == (resident.number, {"rules": rules.pk, "how": "both"})
    with pytest.raises(TypeError, match="immutable"):
        told.save()
    with pytest.raises(Refused, match="toekomst") as refusal:
        tell(rules, resident, counsellor, told_on=day(1))
    assert refusal.value.field == "told_on"
    with pytest.raises(Refused, match="andere cliënt"):
        tell(rules, make_client("S-0900", house.team), counsellor, form_token=token)


def test_each_resident_is_told_each_version_of_his_own_house(resident, house, team, counsellor, team_lead):
    assert rules_duties(day()) == []
    first = make_rules(house, team_lead)
    [duty] = rules_duties(day())
    assert duty.key == f"casework.rules:{resident.pk}:{first.pk}"
    assert (duty.due_on, duty.owner_ids) == (first.valid_from + dt.timedelta(days=7), (counsellor.pk,))
    assert (duty.url, "versie 1" in duty.label) == (page(house), True)
    elsewhere = Location.objects.create(name="Huis aan de Brink", team=team)
    tell(make_rules(elsewhere, team_lead), resident, counsellor)
    assert len(list(rules_duties(day()))) == 1, "the rules of another house do not count"
    tell(first, resident, counsellor)
    assert rules_duties(day()) == []
    second = make_rules(house, team_lead, valid_from=day(2))
    assert rules_duties(day(1)) == []
    assert [one.key for one in rules_duties(day(2))] == [f"casework.rules:{resident.pk}:{second.pk}"]


def test_who_came_later_has_a_week_from_his_first_night(house, team, counsellor, team_lead):
    make_rules(house, team_lead)
    start_stay(client=make_client("S-0901", team), location=house, valid_from=day(-3), acting_user=counsellor)
    [duty] = rules_duties(day())
    assert duty.due_on == day(4)


def test_the_page_tells_the_rules_the_versions_and_who_was_told(client, resident, house, counsellor, team_lead):
    first = make_rules(house, team_lead, home_from=dt.time(23), home_until=dt.time(7))
    second = make_rules(house, team_lead, valid_from=day(), text="Om zeven uur eten.", change="Een uur later.")
    tell(first, resident, counsellor)
    client.force_login(counsellor)
    text = client.get(page(house)).content.decode()
    for words in ("Om zeven uur eten.", "Een uur later.", "Jeroen Dekker", first.get_absolute_url()):
        assert words in text
    earlier = client.get(first.get_absolute_url()).content.decode()
    assert "Samen eten om zes uur." in earlier
    assert "Om zeven uur eten." not in earlier
    entry = AuditEntry.objects.filter(object_type="casework.rulestold", action="list").first()
    assert [one.client_number for one in entry.subjects.all()] == [resident.number]
    elsewhere = Location.objects.create(name="Huis aan de Brink", team=house.team)
    wrong = reverse("casework:house_rules_version", args=[elsewhere.pk, second.pk])
    assert client.get(wrong).status_code == 404


def test_an_intake_officer_reads_the_rules_and_not_who_lives_there(client, resident, house, team, team_lead):
    make_rules(house, team_lead)
    client.force_login(make_user("inge", Role.INTAKE_OFFICER, team=team))
    text = client.get(page(house)).content.decode()
    assert "Samen eten om zes uur." in text
    assert "Jeroen Dekker" not in text


def test_only_the_team_lead_establishes_and_a_stranger_finds_nothing(
    client, house, counsellor, outsider, expert, team_lead
):
    rules = make_rules(house, team_lead)
    create = reverse("casework:house_rules_create", args=[house.pk])
    told = reverse("casework:rules_told", args=[house.pk, rules.pk])
    client.force_login(outsider)
    assert [client.get(one).status_code for one in (page(house), create, told)] == [404] * 3
    client.force_login(expert)
    assert [client.get(one).status_code for one in (page(house), create, told)] == [200, 403, 403]
    client.force_login(counsellor)
    assert client.post(create, typed()).status_code == 403
    assert HouseRules.objects.count() == 1
    refused = AuditEntry.objects.filter(outcome="refused", object_id=str(house.pk), actor_id=counsellor.pk)
    assert [one.rule for one in refused] == ["house_staff"]


def test_the_form_starts_from_the_last_version_and_keeps_what_was_typed(client, house, team_lead):
    make_rules(house, team_lead, home_from=dt.time(23), home_until=dt.time(7))
    create = reverse("casework:house_rules_create", args=[house.pk])
    client.force_login(team_lead)
    assert "Samen eten om zes uur." in client.get(create).content.decode()
    answer = client.post(create, typed(text="Nieuwe tekst.", home_from="23:00"))
    assert answer.status_code == 200
    assert "beide tijden" in answer.content.decode()
    assert "Nieuwe tekst." in answer.content.decode()
    assert client.post(create, typed(text="Nieuwe tekst.")).url == page(house)
    assert HouseRules.objects.get(version=2).text == "Nieuwe tekst."


def test_telling_by_the_form_offers_only_who_lives_there(client, resident, house, team, counsellor, team_lead):
    rules = make_rules(house, team_lead)
    guest = make_client("S-0902", team)
    address = reverse("casework:rules_told", args=[house.pk, rules.pk])
    client.force_login(counsellor)
    sent = {"form_token": uuid4(), "told_on": day().isoformat(), "how": "talk", "reaction": ""}
    assert client.post(address, {**sent, "client": guest.pk}).status_code == 200
    late = client.post(address, {**sent, "client": resident.pk, "told_on": day(2).isoformat()})
    assert "toekomst" in late.content.decode()
    assert not RulesTold.objects.exists()
    assert client.post(address, {**sent, "client": resident.pk}).url == page(house)
    assert RulesTold.objects.get().client == resident


def test_the_page_costs_the_same_for_one_and_for_three(client, resident, house, team, counsellor, team_lead):
    rules = make_rules(house, team_lead)
    client.force_login(counsellor)
    client.get(page(house))
    costs = []
    for index in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(house))
        costs.append(len(queries))
        other = make_client(f"S-91{index}", team)
        start_stay(client=other, location=house, valid_from=day(), acting_user=counsellor)
        tell(rules, other, counsellor)
        make_rules(house, team_lead, valid_from=day())
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 15
