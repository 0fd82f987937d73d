"""Handing a caseload over: for good or for a time, with what is open, and nothing left to nobody."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.enums import AssignmentRole
from casework.events import counsellor_changed
from casework.models import Appointment, AppointmentChange, Assignment, Client, Commitment
from casework.registry import registry
from casework.selectors import counsellor_of, timeline
from casework.services.appointments import plan_appointment
from overview.models import CaseloadTransfer, Reminder, ReminderRecipient, TransferredClient
from overview.selectors import own_rows
from overview.selectors.transfers import alone_for, counsellor_duties, leavers_for, open_work, overlaps
from overview.services.reminders import sweep
from overview.services.transfers import TransferPart, end_transfer, transfer_caseload
from riskplans.enums import PlanStatus
from riskplans.models import LapseResponse, SignallingPlan
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


def hand_over(client, leaver, successor, by, *, note="Bel hem voor negen uur.", starts=0, ends=None, **more):
    fields = {"form_token": uuid4(), "parts": [TransferPart(client, successor, note)], **more}
    return transfer_caseload(
        leaver=leaver,
        starts_on=day(starts),
        ends_on=day(ends) if ends is not None else None,
        acting_user=by,
        **fields,
    )


def appointment(client, user, ahead: int, clock: int = 10):
    start = timezone.make_aware(dt.datetime.combine(day(ahead), dt.time(clock)))
    return plan_appointment(
        client=client,
        form_token=uuid4(),
        user=user,
        purpose="session",
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=45),
        acting_user=user,
    )


def promise(client, user, ahead: int = -1, **more) -> Commitment:
    return Commitment.objects.create(
        client=client, text="Huisarts bellen", owner="counsellor", due_on=day(ahead), recorded_by=user, **more
    )


# ------------------------------------------------------------------------------------------------------- for good


def test_for_good_the_assignment_ends_and_the_next_begins(client_file, counsellor, colleague, team_lead):
    heard = []
    counsellor_changed.connect(listener := lambda **sent: heard.append(sent["client"]))
    try:
        hand_over(client_file, counsellor, colleague, team_lead, starts=3)
    finally:
        counsellor_changed.disconnect(listener)
    assert counsellor_of(client_file, day(2)) == counsellor
    assert counsellor_of(client_file, day(3)) == colleague
    assert heard == [client_file]
    entry = AuditEntry.objects.get(object_type="overview.caseloadtransfer")
    assert [one.client_number for one in entry.subjects.all()] == [client_file.number]
    assert "negen" not in str(entry.details)


def test_the_note_stands_in_the_file_and_does_not_change(client_file, counsellor, colleague):
    made = hand_over(client_file, counsellor, colleague, counsellor)
    entries = timeline(client_file, colleague, before=timezone.now(), kinds=("transfer",)).entries
    assert [(one.body, "Bas Wiersma is begeleider vanaf" in one.title) for one in entries] == [
        ("Bel hem voor negen uur.", True)
    ]
    with pytest.raises(TypeError):
        made.parts.get().save()
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        TransferredClient.objects.update(note="")


def test_appointments_go_along_and_who_had_them_is_kept(client_file, counsellor, colleague):
    soon, later = appointment(client_file, counsellor, 1), appointment(client_file, counsellor, 9)
    was = appointment(client_file, counsellor, -2)
    made = hand_over(client_file, counsellor, colleague, counsellor, starts=5)
    users = dict(Appointment.objects.values_list("pk", "user_id"))
    assert users == {soon.pk: counsellor.pk, later.pk: colleague.pk, was.pk: colleague.pk}
    assert made.parts.get().appointments == 2
    change = AppointmentChange.objects.get(appointment=later)
    assert (change.kind, change.reason) == ("handed", "van Noor Öztürk naar Bas Wiersma")
    later.refresh_from_db()
    assert later.sequence == 1


def test_what_overlaps_afterwards_is_named(client_file, counsellor, colleague, team):
    other = make_client("S-0009", team, last_name="Zwart")
    appointment(other, colleague, 4)
    mine = appointment(client_file, counsellor, 4)
    hand_over(client_file, counsellor, colleague, counsellor)
    assert overlaps([Appointment.objects.get(pk=mine.pk)]) == [mine]


# ------------------------------------------------------------------------------------------------------ for a time


def test_for_a_time_somebody_stands_in_for_these_clients_and_it_ends_by_itself(
    client_file, counsellor, colleague, team
):
    kept = make_client("S-0009", team, last_name="Zwart")
    Assignment.objects.create(client=kept, user=counsellor, role=AssignmentRole.COUNSELLOR, valid_from=day(-9))
    away, back = appointment(client_file, counsellor, 1), appointment(client_file, counsellor, 8)
    hand_over(client_file, counsellor, colleague, counsellor, ends=5)
    assert counsellor_of(client_file) == counsellor
    assert [row.client for row in own_rows(colleague)] == [client_file]
    assert Client.objects.of_counsellor({colleague.pk}, day(6)).count() == 0
    assert dict(Appointment.objects.values_list("pk", "user_id")) == {away.pk: colleague.pk, back.pk: counsellor.pk}


def test_a_stand_in_always_ends(client_file, colleague):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(client=client_file, user=colleague, role=AssignmentRole.STAND_IN, valid_from=day(0))


def test_reminders_reach_who_stands_in_for_the_client_until_the_last_day(client_file, counsellor, colleague):
    promise(client_file, counsellor)
    sweep(on=day(0))
    reminder = Reminder.objects.get(kind="commitment")
    hand_over(client_file, counsellor, colleague, counsellor, ends=5)
    assert set(reminder.recipients.values_list("user_id", flat=True)) == {counsellor.pk, colleague.pk}
    sweep(on=day(5))
    assert ReminderRecipient.objects.filter(reminder=reminder, user=colleague).exists()
    sweep(on=day(6))
    assert not ReminderRecipient.objects.filter(reminder=reminder, user=colleague).exists()


def test_reminders_go_over_at_once_and_reach_who_stands_in_for_the_successor(
    client_file, counsellor, colleague, team_lead
):
    promise(client_file, counsellor)
    sweep(on=day(0))
    hand_over(client_file, counsellor, colleague, team_lead)
    reminder = Reminder.objects.get(kind="commitment")
    assert list(reminder.recipients.values_list("user_id", flat=True)) == [colleague.pk]
    Deputy.objects.create(absent=colleague, deputy=team_lead, valid_from=day(0), valid_until=day(3))
    sweep(on=day(0))
    assert set(reminder.recipients.values_list("user_id", flat=True)) == {colleague.pk, team_lead.pk}


def test_ended_early_clients_and_appointments_go_back(client_file, counsellor, colleague):
    before = appointment(client_file, counsellor, 3)
    made = hand_over(client_file, counsellor, colleague, counsellor, ends=8)
    own = appointment(client_file, colleague, 4)
    end_transfer(transfer=made, acting_user=counsellor)
    end_transfer(transfer=made, acting_user=counsellor)
    assert not Client.objects.of_counsellor({colleague.pk}, day(1)).exists()
    assert dict(Appointment.objects.values_list("pk", "user_id")) == {before.pk: counsellor.pk, own.pk: colleague.pk}
    later = hand_over(client_file, counsellor, colleague, counsellor, starts=3, ends=8)
    end_transfer(transfer=later, acting_user=counsellor)
    assert Assignment.objects.filter(role=AssignmentRole.STAND_IN).count() == 1


def test_only_a_temporary_one_ends_and_only_by_whom_it_concerns(client_file, counsellor, colleague, outsider):
    made = hand_over(client_file, counsellor, colleague, counsellor, ends=8)
    with pytest.raises(Refused, match="uw eigen overdracht"):
        end_transfer(transfer=made, acting_user=outsider)
    for_good = hand_over(client_file, counsellor, colleague, counsellor, starts=9)
    with pytest.raises(Refused, match="blijvend"):
        end_transfer(transfer=for_good, acting_user=counsellor)


# ------------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts": -1}, "starts_on"),
        ({"starts": 900}, "starts_on"),
        ({"starts": 5, "ends": 4}, "ends_on"),
        ({"ends": 400}, "ends_on"),
        ({"parts": []}, "clients"),
        ({"note": "  "}, "note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client_file, counsellor, colleague, change, field):
    with pytest.raises(Refused) as refusal:
        hand_over(client_file, counsellor, colleague, counsellor, **change)
    assert str(refusal.value.field).startswith(field)
    assert not CaseloadTransfer.objects.exists()


def test_the_successor_is_a_counsellor_who_is_there(client_file, counsellor, colleague, expert, team_lead):
    for wrong in (counsellor, expert):
        with pytest.raises(Refused) as refusal:
            hand_over(client_file, counsellor, wrong, counsellor)
        assert refusal.value.field == f"successor_{client_file.pk}"
    Deputy.objects.create(absent=colleague, deputy=team_lead, valid_from=day(2), valid_until=day(3))
    with pytest.raises(Refused, match="zelf afwezig"):
        hand_over(client_file, counsellor, colleague, counsellor, ends=5)


def test_all_of_it_or_nothing(client_file, counsellor, colleague, team, other_client):
    parts = [TransferPart(one, colleague, "Let op.") for one in (client_file, other_client)]
    with pytest.raises(Refused, match="niet meer als begeleider"):
        hand_over(client_file, counsellor, colleague, counsellor, parts=parts)
    assert counsellor_of(client_file) == counsellor
    hand_over(client_file, counsellor, colleague, counsellor, ends=5)
    with pytest.raises(Refused, match="neemt Jeroen dan al waar"):
        hand_over(client_file, counsellor, colleague, counsellor, starts=3, ends=9)
    assert CaseloadTransfer.objects.count() == 1


def test_a_second_click_hands_over_once(client_file, counsellor, colleague):
    token = uuid4()
    one = hand_over(client_file, counsellor, colleague, counsellor, form_token=token)
    assert hand_over(client_file, counsellor, colleague, counsellor, form_token=token) == one
    with pytest.raises(Refused, match="al gebruikt"):
        hand_over(client_file, counsellor, colleague, colleague, form_token=token)


def test_whose_caseload_one_may_hand_over(client_file, counsellor, colleague, outsider, team_lead, expert):
    assert set(leavers_for(team_lead)) == {counsellor, team_lead}
    assert list(leavers_for(counsellor)) == [counsellor]
    assert not leavers_for(expert).exists()
    with pytest.raises(Refused, match="uw eigen caseload"):
        hand_over(client_file, counsellor, colleague, outsider)


# --------------------------------------------------------------------------------------------------- what is open


def test_what_is_open_is_listed_per_client(client_file, counsellor, team_lead, plan):
    promise(client_file, counsellor)
    appointment(client_file, counsellor, 2)
    appointment(client_file, counsellor, -2)
    SignallingPlan.objects.create(
        client=client_file,
        version=2,
        status=PlanStatus.DRAFT,
        created_by=counsellor,
        changed_by=counsellor,
        form_token=uuid4(),
    )
    LapseResponse.objects.create(
        client=client_file,
        trigger="told",
        known_at=timezone.now(),
        about="Gebruik in het weekend",
        started_by=counsellor,
        form_token=uuid4(),
    )
    Reminder.objects.create(duty_key="proef:1", kind="plan", label="Plan evalueren", client=client_file, due_on=day(3))
    lines = open_work([client_file], counsellor, team_lead)[client_file.pk]
    assert [(line.what, line.is_late) for line in lines] == [
        ("Afspraak", True),
        ("Herinnering", False),
        ("Uitkomst nog vastleggen", False),
        ("In de agenda", False),
        ("Concept", False),
        ("Terugvalrespons", False),
    ]
    assert all(line.url or line.what == "Herinnering" for line in lines)


# ----------------------------------------------------------------------------------------- nothing is left to nobody


def test_a_client_without_counsellor_is_the_team_leads_duty(client_file, counsellor, team_lead, title):
    assert counsellor_duties(day(0)) == []
    Assignment.objects.update(valid_until=day(-1))
    (duty,) = counsellor_duties(day(0))
    assert (duty.due_on, duty.owner_ids) == (day(0), (team_lead.pk,))
    assert list(alone_for(team_lead)) == [client_file]
    Assignment.objects.update(valid_until=None)
    counsellor.is_active = False
    counsellor.save()
    assert list(alone_for(team_lead)) == [client_file]
    assert "no-counsellor" in registry.duty_sources


def account_form(client, user, **more):
    page = reverse("admin:accounts_user_change", args=[user.pk])
    form = client.get(page).context["adminform"].form
    data = {"username": user.username, "first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    for prefix, rows in (
        ("role_assignments", user.role_assignments.all()),
        ("memberships", user.memberships.all()),
    ):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            data |= {f"{prefix}-{place}-id": row.pk, f"{prefix}-{place}-user": user.pk}
            data[f"{prefix}-{place}-valid_from"] = row.valid_from.isoformat()
            name = "role" if prefix == "role_assignments" else "team"
            data[f"{prefix}-{place}-{name}"] = getattr(row, name if name == "role" else "team_id")
    assert form is not None
    return client.post(page, {key: value for key, value in {**data, **more}.items() if value is not None})


def test_an_account_that_carries_something_does_not_end(client, client_file, counsellor, colleague, administrator):
    appointment(client_file, counsellor, 2)
    client.force_login(administrator)
    answer = account_form(client, counsellor)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "draagt dan nog 1 cliënt" in text
    assert reverse("overview:transfers") in text
    assert "1 afspraak staat nog op naam van Noor Öztürk" in text
    last = {"is_active": "on", "role_assignments-0-valid_until": day(3).isoformat()}
    assert "draagt dan nog 1 cliënt" in account_form(client, counsellor, **last).content.decode()
    counsellor.refresh_from_db()
    assert counsellor.is_active

    hand_over(client_file, counsellor, colleague, counsellor)
    assert account_form(client, counsellor, **last).status_code == 302
    assert account_form(client, counsellor).status_code == 302
    counsellor.refresh_from_db()
    assert not counsellor.is_active


def test_the_only_lead_of_a_team_does_not_end(client, team_lead, administrator, team):
    client.force_login(administrator)
    assert "de enige teamleider van Team Noord" in account_form(client, team_lead).content.decode()
    make_user("anne", Role.TEAM_LEAD, team=team)
    assert account_form(client, team_lead).status_code == 302


# ---------------------------------------------------------------------------------------------------------- pages


def test_the_page_hands_over_and_keeps_what_was_typed(client, client_file, counsellor, colleague, team_lead):
    client.force_login(team_lead)
    promise(client_file, counsellor)
    assert "Noor Öztürk" in client.get(reverse("overview:transfers")).content.decode()
    page = reverse("overview:transfer_create", args=[counsellor.pk])
    assert "Huisarts bellen" in client.get(page).content.decode()
    typed = {
        "form_token": str(uuid4()),
        "kind": "temporary",
        "starts_on": day(0).isoformat(),
        "successor": colleague.pk,
        f"take_{client_file.pk}": "on",
        f"note_{client_file.pk}": "Bel hem voor negen uur.",
    }
    answer = client.post(page, typed)
    assert "Schrijf op tot en met welke dag het duurt." in answer.content.decode()
    assert "Bel hem voor negen uur." in answer.content.decode()
    answer = client.post(page, {**typed, "kind": "permanent", f"note_{client_file.pk}": ""})
    assert "Schrijf op wat de opvolger moet weten." in answer.content.decode()
    made = client.post(page, {**typed, "ends_on": day(4).isoformat()})["Location"]
    shown = client.get(made).content.decode()
    assert "Bel hem voor negen uur." in shown
    assert "Huisarts bellen" in shown
    client.force_login(colleague)
    assert "Bel hem voor negen uur." in client.get(reverse("overview:transfers")).content.decode()
    assert client.post(made + "beeindigen/").status_code == 302
    assert CaseloadTransfer.objects.get().ended_at is None
    client.force_login(counsellor)
    assert client.post(made + "beeindigen/").status_code == 302
    assert CaseloadTransfer.objects.get().ended_at is not None


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_cost_the_same_with_one_client_and_with_three(client, team, counsellor, colleague, team_lead):
    client.force_login(team_lead)
    page, costs = reverse("overview:transfer_create", args=[counsellor.pk]), []
    client.get(reverse("overview:transfers"))
    for count in range(3):
        one = make_client(f"S-01{count}", team, last_name=f"Klant {count}")
        Assignment.objects.create(client=one, user=counsellor, role=AssignmentRole.COUNSELLOR, valid_from=day(-9))
        promise(one, counsellor)
        appointment(one, counsellor, 2 + count)
        costs.append(cost(client, page))
    parts = [TransferPart(one, colleague, "Let op.") for one in Client.objects.order_by("number")]
    for some in (parts[:1], parts[1:]):
        made = hand_over(None, counsellor, colleague, counsellor, ends=20, parts=some)
        costs += [cost(client, made.get_absolute_url()), cost(client, reverse("overview:transfers"))]
    # Two of these are the savepoint around the session, which a request outside a test does not have.
    assert (len(set(costs[:3])), costs[3:5]) == (1, costs[5:7])
    assert max(costs) <= 22
