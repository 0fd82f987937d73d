"""A client goes to another team: on its day, with what ends for whom, and with nothing left to nobody."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.access import get_client, matches_coordinated
from casework.enums import AssignmentRole
from casework.models import Appointment, AppointmentColleague, Assignment, Client, ClientTeam, TeamMoveEnd
from casework.selectors import counsellor_of, duty_owners, timeline
from casework.selectors.client_teams import leads_team_of
from casework.services.appointments import plan_appointment
from casework.services.client_teams import begin_move, withdraw_move
from casework.services.clients import create_client
from chain.services.inbox import announce_waiting_items
from overview.models import Reminder, ReminderRecipient, TeamMoveNotice, WithdrawnMoveNotice
from overview.selectors.team_moves import arrivals_for, not_coming
from overview.selectors.transfers import alone_for
from overview.services.reminders import sweep
from overview.services.team_moves import begin_due_moves, move_to_team, take_back_move
from overview.tasks import begin_team_moves
from tests.conftest import PASSWORD, make_client, make_user

pytestmark = pytest.mark.django_db


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


@pytest.fixture
def other_lead(other_team):
    return make_user("anouk", Role.TEAM_LEAD, team=other_team, name="Anouk Vermeer")


@pytest.fixture
def move(client_file, other_team, other_lead, team_lead):
    """Hand ``client_file`` over; in so many days, with everybody ending unless said otherwise."""
    del other_lead

    def hand_over(ahead=0, **changes):
        fields = {
            "client": client_file,
            "team": other_team,
            "valid_from": day(ahead),
            "reason": "De stap naar zelfstandig wonen.",
            "ends": list(client_file.assignments.all()),
            "form_token": uuid4(),
            "acting_user": team_lead,
        }
        return move_to_team(**{**fields, **changes})

    return hand_over


def sees(user, client_file) -> bool:
    return Client.objects.visible_to(user).filter(pk=client_file.pk).exists()


def at(monkeypatch, ahead: int) -> None:
    """Let it be noon, so many days from now."""
    noon = timezone.make_aware(dt.datetime.combine(day(ahead), dt.time(12)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


def anew(user):
    """Return the user as another request finds him: standing is read once per object."""
    return type(user).objects.get(pk=user.pk)


def appointment(client, user, ahead: int):
    start = timezone.make_aware(dt.datetime.combine(day(ahead), dt.time(10)))
    return plan_appointment(
        client=client,
        form_token=uuid4(),
        user=user,
        purpose="session",
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=45),
        acting_user=user,
    )


def test_from_today_the_old_team_sees_nothing_more_and_the_new_team_everything(
    client_file, move, counsellor, colleague, team_lead, expert, outsider, other_lead
):
    row = move()
    client_file.refresh_from_db()
    assert client_file.team == row.team
    assert row.began_at is not None
    for user in (counsellor, colleague, team_lead, expert):
        assert not sees(user, client_file)
    for user in (outsider, other_lead):
        assert sees(user, client_file)
    first, second = client_file.team_rows.order_by("valid_from")
    assert (first.valid_until, second.valid_from) == (day(-1), day(0))
    assert client_file.assignments.get().valid_until == day(-1)
    assert first.valid_from == day(-100)


def test_who_is_not_chosen_to_end_keeps_the_file_and_nobody_else_of_the_old_team(
    client_file, move, counsellor, colleague
):
    move(ends=[])
    assert sees(counsellor, client_file)
    assert not sees(colleague, client_file)
    assert client_file.assignments.get().valid_until is None


def test_a_day_in_the_future_waits_and_is_right_on_its_day_without_the_job(
    client_file, move, counsellor, colleague, outsider, team_lead, other_lead, coordinator, monkeypatch
):
    match = make_match(client_file, coordinator)
    row = move(5)
    client_file.refresh_from_db()
    assert (row.began_at, client_file.team_id) == (None, team_lead.memberships.get().team_id)
    assert sees(counsellor, client_file)
    assert sees(colleague, client_file)
    assert not sees(outsider, client_file)
    assert match in matches_coordinated(coordinator)
    at(monkeypatch, 4)
    assert sees(anew(counsellor), client_file)
    assert not sees(anew(outsider), client_file)
    at(monkeypatch, 5)
    client_file.refresh_from_db()
    assert client_file.team != row.team  # the job did not come yet
    for user in (counsellor, colleague, team_lead):
        assert not sees(anew(user), client_file)
    assert sees(anew(outsider), client_file)
    assert leads_team_of(anew(other_lead), client_file)
    assert not leads_team_of(anew(team_lead), client_file)
    assert match not in matches_coordinated(anew(coordinator))
    assert get_client(anew(outsider), client_file.number).team == row.team
    assert duty_owners([client_file.pk], row.valid_from)[client_file.pk] == (other_lead.pk,)
    begin_team_moves()
    begin_team_moves()
    client_file.refresh_from_db()
    assert client_file.team == row.team
    assert AuditEntry.objects.filter(details__step="began").count() == 1
    assert sees(anew(outsider), client_file)
    assert not sees(anew(colleague), client_file)


def make_match(client_file, coordinator):
    from casework.models import VolunteerMatch

    return VolunteerMatch.objects.create(
        client=client_file,
        volunteer=make_user("vrij", Role.VOLUNTEER, name="Vrij Williger"),
        coordinator=coordinator,
        proposed_on=day(-1),
        purpose="Samen fietsen.",
        recorded_by=coordinator,
        form_token=uuid4(),
    )


def test_a_job_that_comes_too_early_does_nothing(move):
    row = move(5)
    assert begin_due_moves(on=day(4)) == 0
    assert begin_move(move=row, acting_user=row.decided_by) is False


def test_past_access_stays_in_the_audit(client, client_file, move, counsellor, other_lead):
    client.force_login(counsellor)
    client.get(client_file.get_absolute_url())
    move()
    assert AuditEntry.objects.filter(
        client_number=client_file.number, actor_id=str(counsellor.pk), action=AuditAction.READ
    ).exists()
    assert client.get(client_file.get_absolute_url()).status_code == 404
    act = AuditEntry.objects.get(client_number=client_file.number, details__step="to another team")
    assert act.details["ended"] == [counsellor.pk]
    client.force_login(other_lead)
    log = client.get(reverse("casework:access_log", args=[client_file.number]))
    assert str(counsellor) in log.content.decode()


def test_a_new_counsellor_begins_that_day_and_takes_the_appointments(
    client_file, move, counsellor, colleague, outsider
):
    mine, ours = appointment(client_file, counsellor, 3), appointment(client_file, colleague, 4)
    move(counsellor=outsider)
    assert counsellor_of(client_file) == outsider
    assert set(Appointment.objects.filter(pk__in=[mine.pk, ours.pk]).values_list("user", flat=True)) == {outsider.pk}


def test_a_colleague_who_came_along_does_not_any_more(client_file, move, counsellor, colleague, outsider):
    one = appointment(client_file, counsellor, 3)
    for user in (colleague, outsider):
        AppointmentColleague.objects.create(appointment=one, user=user)
    move(2)
    assert one.colleagues.count() == 2
    ClientTeam.objects.filter(began_at=None).update(valid_from=day(0))
    assert begin_due_moves(on=day(0)) == 1
    assert [row.user for row in one.colleagues.all()] == [outsider]
    before = one.sequence
    one.refresh_from_db()
    assert one.sequence > before


def test_without_a_new_counsellor_the_new_lead_carries_appointments_and_duties(
    client_file, title, move, counsellor, other_lead
):
    del title
    one = appointment(client_file, counsellor, 3)
    sweep(on=day(0))
    before = ReminderRecipient.objects.filter(reminder__client=client_file, user=counsellor).count()
    assert before
    move()
    one.refresh_from_db()
    assert one.user == other_lead
    assert not ReminderRecipient.objects.filter(reminder__client=client_file, user=counsellor).exists()
    assert ReminderRecipient.objects.filter(reminder__client=client_file, user=other_lead).count() == before
    assert client_file in alone_for(other_lead)
    sweep(on=day(0))
    assert Reminder.objects.open().visible_to(other_lead).filter(client=client_file, kind="no-counsellor").exists()
    assert not Reminder.objects.open().visible_to(counsellor).filter(client=client_file).exists()


def test_a_duty_of_somebody_by_name_is_of_who_can_open_the_file(client_file, move, colleague, other_lead):
    from casework.enums.placement import IntakeState
    from casework.models import IntakeItem
    from casework.services.placement import apply_for_place, record_intake_step

    application = apply_for_place(
        client=client_file, form_token=uuid4(), received_on=day(-1), source="probation", acting_user=colleague
    )
    record_intake_step(
        application=application,
        item=IntakeItem.objects.all()[0],
        form_token=uuid4(),
        state=IntakeState.ASKED,
        owner=colleague,
        due_on=day(0),
        note="Gevraagd.",
        acting_user=colleague,
    )
    sweep(on=day(0))
    assert ReminderRecipient.objects.filter(reminder__kind="intake", user=colleague).exists()
    move()
    for _again in range(2):
        recipients = set(
            ReminderRecipient.objects.filter(reminder__kind="intake").values_list("user__username", flat=True)
        )
        assert recipients == {other_lead.username}
        sweep(on=day(0))


def test_the_lead_of_the_new_team_is_told_and_the_mail_says_not_who(client_file, move, other_lead, team_lead):
    deputy = make_user("dirk", Role.TEAM_LEAD, name="Dirk Deputy")
    Deputy.objects.create(absent=other_lead, deputy=deputy, valid_from=day(0), valid_until=day(9))
    row = move(5)
    assert set(TeamMoveNotice.objects.filter(move=row).values_list("recipient", flat=True)) == {
        other_lead.pk,
        deputy.pk,
    }
    assert announce_waiting_items() == 2
    assert announce_waiting_items() == 0
    for message in mail.outbox:
        assert client_file.last_name not in f"{message.subject} {message.body}"
        assert reverse("overview:transfers") in message.body
    (arrival,) = arrivals_for(other_lead)
    assert (arrival.move, arrival.before, arrival.readable) == (row, client_file.team, False)
    assert arrivals_for(team_lead) == []


def test_the_page_of_the_new_lead_names_who_comes_with_an_audit_row(client, client_file, move, other_lead):
    move(5)
    client.force_login(other_lead)
    page = client.get(reverse("overview:transfers")).content.decode()
    assert "Naar uw team" in page
    assert str(client_file) in page
    assert client_file.get_absolute_url() not in page
    entry = AuditEntry.objects.filter(actor_id=str(other_lead.pk), action=AuditAction.LIST).latest("pk")
    assert [one.client_number for one in entry.subjects.all()] == [client_file.number]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"ahead": -100}, "valid_from"),
        ({"ahead": 400}, "valid_from"),
        ({"team": "own"}, "team"),
        ({"counsellor": "colleague_who_left"}, "counsellor"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(client_file, move, team, changes, field):
    ahead = changes.pop("ahead", 0)
    if changes.get("team"):
        changes["team"] = team
    if changes.get("counsellor"):
        changes["counsellor"] = make_user("weg", name="Weg Gegaan")
    with pytest.raises(Refused) as refusal:
        move(ahead, **changes)
    assert refusal.value.field == field
    assert not ClientTeam.objects.filter(decided_by__isnull=False).exists()
    assert client_file.assignments.get().valid_until is None


def test_only_the_lead_of_the_present_team_hands_over(client_file, move, counsellor, other_lead):
    for user in (counsellor, other_lead, make_user("los", Role.TEAM_LEAD)):
        with pytest.raises(Refused):
            move(acting_user=user)
    Assignment.objects.create(client=client_file, user=other_lead, role=AssignmentRole.SECOND, valid_from=day(-3))
    with pytest.raises(Refused):  # sees the file and leads another team
        move(acting_user=other_lead)


def test_a_team_that_nobody_leads_asks_for_a_counsellor(client_file, move, other_lead, outsider):
    other_lead.role_assignments.update(valid_until=day(-1))
    with pytest.raises(Refused) as refusal:
        move()
    assert refusal.value.field == "counsellor"
    move(counsellor=outsider)
    assert counsellor_of(client_file) == outsider


def test_a_second_click_changes_nothing_and_a_second_move_waits_for_the_first(client_file, move, other_lead):
    token = uuid4()
    assert move(5, form_token=token) == move(5, form_token=token)
    assert ClientTeam.objects.filter(client=client_file).count() == 2
    assert TeamMoveNotice.objects.count() == 1
    with pytest.raises(Refused, match="wacht al"):
        move(6)


def test_withdrawing_gives_everything_back(client_file, move, counsellor, outsider, team_lead, other_lead):
    stand_in = make_user("tijd", Role.COUNSELLOR, name="Tijd Elijk")
    Assignment.objects.create(
        client=client_file, user=stand_in, role=AssignmentRole.STAND_IN, valid_from=day(-2), valid_until=day(20)
    )
    row = move(5, counsellor=outsider, ends=list(client_file.assignments.all()))
    assert TeamMoveEnd.objects.count() == 2
    with pytest.raises(Refused):
        withdraw_move(move=row, acting_user=other_lead)
    withdraw_move(move=row, acting_user=team_lead)
    withdraw_move(move=row, acting_user=team_lead)
    assert client_file.team_rows.get().valid_until is None
    assert set(client_file.assignments.values_list("user__username", "valid_until")) == {
        (counsellor.username, None),
        ("tijd", day(20)),
    }
    assert AuditEntry.objects.filter(details__step="withdrawn").count() == 1


def test_who_was_told_that_somebody_comes_is_told_that_he_does_not(client, client_file, move, other_lead, team_lead):
    deputy = make_user("dirk", Role.TEAM_LEAD, name="Dirk Deputy")
    Deputy.objects.create(absent=other_lead, deputy=deputy, valid_from=day(0), valid_until=day(9))
    row = move(5)
    announce_waiting_items()
    mail.outbox.clear()
    for _click in range(2):
        take_back_move(move=row, acting_user=team_lead)
    assert set(WithdrawnMoveNotice.objects.values_list("recipient", flat=True)) == {other_lead.pk, deputy.pk}
    assert announce_waiting_items() == 2
    assert announce_waiting_items() == 0
    for message in mail.outbox:
        assert client_file.last_name not in f"{message.subject} {message.body}"
    assert not_coming(team_lead) == []
    client.force_login(other_lead)
    page = client.get(reverse("overview:transfers")).content.decode()
    assert "Komt niet naar uw team" in page
    assert str(client_file) in page
    assert client_file.get_absolute_url() not in page
    entry = AuditEntry.objects.filter(actor_id=str(other_lead.pk), action=AuditAction.LIST).latest("pk")
    assert [one.client_number for one in entry.subjects.all()] == [client_file.number]
    WithdrawnMoveNotice.objects.update(created_at=timezone.now() - dt.timedelta(days=15))
    assert not_coming(other_lead) == []


def test_who_may_not_withdraw_tells_nobody(client_file, move, other_lead):
    row = move(5)
    with pytest.raises(Refused):
        take_back_move(move=row, acting_user=other_lead)
    assert not WithdrawnMoveNotice.objects.exists()


def test_what_began_is_not_withdrawn_and_goes_back_by_the_new_lead(client_file, move, team, team_lead, other_lead):
    row = move()
    with pytest.raises(Refused):
        withdraw_move(move=row, acting_user=other_lead)
    with pytest.raises(Refused):  # two teams on one day cannot be
        move(0, team=team, acting_user=other_lead)
    move(1, team=team, acting_user=other_lead, ends=[])
    assert ClientTeam.objects.filter(client=client_file).count() == 3


def test_the_rows_of_a_client_never_overlap_in_the_database(client_file, move, other_team):
    move(5)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientTeam.objects.create(client=client_file, team=other_team, valid_from=day(9))


def test_a_new_client_has_his_team_from_the_first_day(team, counsellor):
    fresh = create_client(
        form_token=uuid4(),
        first_name="Nieuw",
        last_name="Komer",
        birth_date=dt.date(1980, 2, 3),
        team=team,
        counsellor=counsellor,
        starts_on=day(-7),
        acting_user=counsellor,
    )
    row = fresh.team_rows.get()
    assert (row.team, row.valid_from, row.decided_by) == (team, day(-7), None)


def test_the_timeline_tells_it(client_file, move, outsider):
    move()
    entries = timeline(
        client_file, outsider, before=timezone.now() + dt.timedelta(hours=1), kinds=["team-move"]
    ).entries
    assert [entry.body for entry in entries] == ["De stap naar zelfstandig wonen."]


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_form_shows_what_changes_before_it_acts(client, client_file, team_lead, other_team, other_lead, counsellor):
    client.login(username=team_lead.username, password=PASSWORD)
    url = reverse("overview:team_move", args=[client_file.number])
    assert "Verder" in client.get(url).content.decode()
    typed = {
        "team": other_team.pk,
        "valid_from": day(0).isoformat(),
        "reason": "Zelfstandig wonen.",
        "form_token": uuid4(),
    }
    shown = client.post(url, typed)
    assert shown.status_code == 200
    page = shown.content.decode()
    for words in (str(counsellor), str(other_lead), "Zelfstandig wonen.", "Lees wat er verandert"):
        assert words in page
    assert not ClientTeam.objects.filter(decided_by__isnull=False).exists()
    sent = {**typed, "seen": f"{other_team.pk}:{day(0)}", "ends": [client_file.assignments.get().pk]}
    done = client.post(url, sent)
    assert done.url == reverse("overview:transfers")
    client_file.refresh_from_db()
    assert client_file.team == other_team


def test_a_link_fills_the_form_in_and_nonsense_in_it_does_not_hurt(client, client_file, team_lead, other_team):
    client.force_login(team_lead)
    url = reverse("overview:team_move", args=[client_file.number])
    page = client.get(url, {"team": other_team.pk, "vanaf": day(2).isoformat()}).content.decode()
    assert f'value="{other_team.pk}" selected' in page
    assert f"Overdragen aan {other_team}" in page
    for nonsense in ({"team": "x", "vanaf": "gisteren"}, {"team": "9" * 30}, {"vanaf": "0001-01-01", "team": "1"}):
        assert client.get(url, nonsense).status_code == 200


def test_other_days_than_were_read_are_shown_first(client, client_file, team_lead, other_team, other_lead):
    client.force_login(team_lead)
    url = reverse("overview:team_move", args=[client_file.number])
    typed = {"team": other_team.pk, "valid_from": day(3).isoformat(), "reason": "Ja.", "form_token": uuid4()}
    assert client.post(url, {**typed, "seen": f"{other_team.pk}:{day(0)}"}).status_code == 200
    done = client.post(url, {**typed, "seen": f"{other_team.pk}:{day(3)}"})
    assert done.url == client_file.get_absolute_url()
    page = client.get(url).content.decode()
    assert "Overdracht intrekken" in page
    row = client_file.team_rows.get(decided_by=team_lead)
    client.post(reverse("overview:team_move_withdraw", args=[client_file.number, row.pk]))
    assert not client_file.team_rows.filter(pk=row.pk).exists()


def test_taking_back_what_began_is_refused_in_words(client, client_file, team_lead, other_team, other_lead, move):
    Assignment.objects.create(client=client_file, user=team_lead, role=AssignmentRole.SECOND, valid_from=day(-9))
    row = move(ends=[])
    url = reverse("overview:team_move_withdraw", args=[client_file.number, row.pk])
    client.force_login(team_lead)  # still assigned, and leads that team no longer
    assert client.post(url).status_code == 403
    client.force_login(other_lead)
    assert "al ingegaan" in client.post(url, follow=True).content.decode()
    assert client_file.team_rows.filter(pk=row.pk).exists()


def test_the_pages_cost_the_same_however_many_rows(
    client, client_file, team_lead, other_team, other_lead, move, django_assert_max_num_queries
):
    for number in range(3):
        user = make_user(f"extra{number}", Role.COUNSELLOR)
        Assignment.objects.create(client=client_file, user=user, role=AssignmentRole.SECOND, valid_from=day(-9))
    client.force_login(team_lead)
    url = reverse("overview:team_move", args=[client_file.number])
    with django_assert_max_num_queries(32):
        client.get(url, {"team": other_team.pk, "vanaf": day(2).isoformat()})
    counts = []
    for number in range(3):
        one = make_client(f"S-9{number}", team_lead.memberships.get().team)
        move(4, client=one, ends=[])
        client.force_login(other_lead)
        with django_assert_max_num_queries(40) as queries:
            client.get(reverse("overview:transfers"))
        counts.append(len(queries))
    assert counts[1] == counts[2]
