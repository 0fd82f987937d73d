"""Meetings that are coming: planned, answered, moved, called off; the agenda of each party; the calendar file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.enums import AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.services.appointments import cancel_appointment, plan_appointment
from casework.services.plans import make_commitment
from chain.enums import InvitationAnswer, MeetingKind, PointKind, Seat
from chain.models import AgendaPoint, PlannedMeeting, PortalAlert, ThreePartyMeeting
from chain.selectors.open_matters import open_matters
from chain.selectors.planning import conflicts
from chain.services.alerts import announce_alerts
from chain.services.planning import (
    Invitee,
    add_point,
    answer_invitation,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    withdraw_point,
)


def in_days(days: int, hour: int = 10) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture
def fields(client_file, counsellor, officer) -> dict[str, Any]:
    return {
        "client": client_file,
        "form_token": uuid4(),
        "kind": MeetingKind.FIRST,
        "starts_at": in_days(7),
        "minutes": 60,
        "place": "Bij Jeroen op de kamer",
        "invitees": [
            Invitee(Seat.CLIENT, "Jeroen Dekker"),
            Invitee(Seat.ORGANISATION, str(counsellor), counsellor),
            Invitee(Seat.PROBATION, str(officer), officer),
        ],
        "acting_user": counsellor,
    }


@pytest.fixture
def planned(fields, in_force) -> PlannedMeeting:
    return plan_meeting(**fields)


def invitation_of(meeting, seat):
    return meeting.invitations.select_related("meeting").get(seat=seat)


def test_who_plans_comes_and_the_others_are_asked(fields):
    first, second = plan_meeting(**fields), plan_meeting(**fields)

    assert first == second
    assert {one.seat: one.answer for one in first.invitations.all()} == {
        Seat.CLIENT: InvitationAnswer.WAITING,
        Seat.ORGANISATION: InvitationAnswer.ACCEPTED,
        Seat.PROBATION: InvitationAnswer.WAITING,
    }


def test_partner_gets_one_empty_mail(fields, officer, client_file, mailoutbox):
    meeting = plan_meeting(**fields)
    move_meeting(meeting=meeting, starts_at=in_days(8), minutes=45, place="Kantoor", acting_user=fields["acting_user"])

    assert PortalAlert.objects.count() == 1
    assert (announce_alerts(), announce_alerts()) == (1, 0)
    (mail,) = mailoutbox
    assert mail.to == [officer.email]
    for word in ("Jeroen", "Dekker", client_file.number, "riegesprek"):
        assert word not in mail.subject + mail.body


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": timezone.now() - dt.timedelta(hours=1)}, "starts_on"),
        ({"kind": MeetingKind.FAMILY}, "guests"),
        ({"kind": MeetingKind.TEAM}, "kind"),
        ({"place": ""}, "place"),
        ({"minutes": 2}, "minutes"),
    ],
)
def test_impossible_meeting_is_refused(fields, change, field):
    with pytest.raises(Refused) as refusal:
        plan_meeting(**fields | change)
    assert refusal.value.field == field
    assert not PlannedMeeting.objects.exists()


def test_family_conversation_needs_a_relative(fields):
    fields["invitees"].append(Invitee(Seat.RELATIVE, "Moeder"))

    assert plan_meeting(**fields | {"kind": MeetingKind.FAMILY}).invitations.count() == 4


def test_moment_that_is_taken_is_refused(fields):
    plan_meeting(**fields)
    with pytest.raises(Refused, match="al een overleg"):
        plan_meeting(**fields | {"form_token": uuid4()})


def test_each_answers_for_himself(planned, officer, other_officer, counsellor):
    invitation = invitation_of(planned, Seat.PROBATION)
    for stranger in (other_officer, counsellor):
        with pytest.raises(Refused, match="aan iemand anders"):
            answer_invitation(invitation=invitation, answer="accepted", acting_user=stranger)
    with pytest.raises(Refused) as refusal:
        answer_invitation(invitation=invitation, answer="declined", acting_user=officer)
    assert refusal.value.field == "remark"

    answer_invitation(invitation=invitation, answer="accepted", acting_user=officer)
    answer_invitation(invitation=invitation_of(planned, Seat.CLIENT), answer="accepted", acting_user=counsellor)
    assert set(planned.invitations.values_list("answer", flat=True)) == {InvitationAnswer.ACCEPTED}


def test_moving_asks_everybody_again(planned, officer, counsellor):
    answer_invitation(invitation=invitation_of(planned, Seat.PROBATION), answer="accepted", acting_user=officer)

    moved = move_meeting(meeting=planned, starts_at=in_days(9), minutes=60, place=planned.place, acting_user=counsellor)
    again = move_meeting(meeting=planned, starts_at=in_days(9), minutes=60, place=planned.place, acting_user=counsellor)

    assert (moved.sequence, again.sequence) == (1, 1)
    assert invitation_of(planned, Seat.PROBATION).answer == InvitationAnswer.WAITING


def test_cancelling_needs_a_reason_and_ends_it(planned, counsellor, officer):
    with pytest.raises(Refused) as refusal:
        cancel_meeting(meeting=planned, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"

    cancel_meeting(meeting=planned, reason="Ziek", acting_user=counsellor)
    cancel_meeting(meeting=planned, reason="Nog eens", acting_user=counsellor)

    assert PlannedMeeting.objects.get().cancel_reason == "Ziek"
    with pytest.raises(Refused, match="afgezegd"):
        add_point(meeting=planned, form_token=uuid4(), seat="probation", text="Werk", acting_user=officer)


def test_each_party_has_its_own_points(planned, counsellor, officer):
    theirs = add_point(
        meeting=planned, form_token=uuid4(), seat=Seat.PROBATION, text="Werk", kind=PointKind.SAY, acting_user=officer
    )
    own = add_point(
        meeting=planned, form_token=uuid4(), seat=Seat.CLIENT, text="Controles na werktijd", acting_user=counsellor
    )
    with pytest.raises(Refused, match="andere partij"):
        withdraw_point(point=theirs, seat=Seat.ORGANISATION, acting_user=counsellor)

    withdraw_point(point=own, seat=Seat.ORGANISATION, acting_user=counsellor)
    assert [one.text for one in AgendaPoint.objects.filter(withdrawn_at=None)] == ["Werk"]


def test_open_matters_are_proposed_and_only_what_is_ticked_is_on_the_agenda(client, planned, client_file, counsellor):
    commitment = make_commitment(
        client=client_file,
        text="Uitzendbureau bellen",
        owner="client",
        due_on=timezone.localdate(),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    sources = [one.source for one in open_matters(client_file)]
    assert f"commitment:{commitment.pk}" in sources
    client.force_login(counsellor)
    url = reverse("chain:planned_matters", args=[client_file.number, planned.pk])

    for _click in range(2):
        client.post(url, {"matter": [f"commitment:{commitment.pk}", "phase:999999"]})

    point = AgendaPoint.objects.get()
    assert (point.source, point.seat) == (f"commitment:{commitment.pk}", Seat.ORGANISATION)
    page = client.get(planned.get_absolute_url()).content.decode()
    assert page.count("Uitzendbureau bellen") == 2  # the point, and the button that takes it off; no proposal any more


def test_two_meetings_at_a_time_are_a_conflict(planned, counsellor, officer, client_file, other_client):
    found = conflicts(
        starts_at=planned.starts_at + dt.timedelta(minutes=30), minutes=30, client=client_file, users=[officer]
    )
    assert [one.name for one in found] == ["Jeroen", str(officer)]
    assert conflicts(starts_at=planned.ends_at, minutes=30, client=client_file, users=[officer]) == []
    assert [
        one.name for one in conflicts(starts_at=planned.starts_at, minutes=30, client=other_client, users=[counsellor])
    ] == [str(counsellor)]


def test_an_appointment_in_the_calendar_is_a_conflict_too(planned, counsellor, officer, client_file, other_client):
    start = planned.ends_at + dt.timedelta(hours=2)
    one = plan_appointment(
        client=other_client,
        form_token=uuid4(),
        user=counsellor,
        purpose="session",
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=45),
        acting_user=counsellor,
    )
    asked = {"minutes": 30, "client": client_file, "users": [counsellor, officer]}

    found = conflicts(starts_at=start + dt.timedelta(minutes=30), **asked)
    assert [(each.name, each.starts_at) for each in found] == [(str(counsellor), start)]
    assert conflicts(starts_at=one.ends_at, **asked) == []
    cancel_appointment(appointment=one, form_token=uuid4(), reason="Ziek", acting_user=counsellor)
    assert conflicts(starts_at=start, **asked) == []


# the pages


def typed(**change: Any) -> dict[str, Any]:
    return {
        "form_token": str(uuid4()),
        "kind": "first",
        "starts_on": in_days(7).strftime("%d-%m-%Y"),
        "starts_time": "10.00",
        "minutes": "60",
        "place": "Kantoor",
        "purpose": "Hoe het gaat",
        "invited": ["client", "organisation", "probation"],
    } | change


def test_page_plans_a_meeting_and_asks_once_more_when_somebody_is_busy(
    client, client_file, counsellor, involvement, planned
):
    client.force_login(counsellor)
    url = reverse("chain:meeting_plan", args=[client_file.number])
    clash = typed(starts_time="10.30")

    page = client.post(url, clash).content.decode()
    assert "valt samen met een ander overleg" in page
    assert "Hoe het gaat" in page
    assert PlannedMeeting.objects.count() == 1

    answer = client.post(url, clash | {"toch": "1"})
    meeting = PlannedMeeting.objects.latest("pk")
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert meeting.invitations.count() == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts_on": "2001-01-01"}, "is al voorbij"),
        ({"minutes": "9999"}, "480"),
        ({"starts_time": "half tien"}, "14:30"),
        ({"guest_0_name": "Moeder"}, "Kies als wie hij komt."),
        ({"guest_0_seat": "relative"}, "Schrijf op wie dit is."),
        ({"place": ""}, "Hoe het gaat"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, client_file, counsellor, involvement, change, sentence):
    client.force_login(counsellor)

    answer = client.post(reverse("chain:meeting_plan", args=[client_file.number]), typed(**change))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Hoe het gaat" in page
    assert not PlannedMeeting.objects.exists()


@pytest.mark.parametrize("body", [{"point": "9" * 40}, {"point": "²"}, {"point": ""}])
def test_no_point_of_nobody_is_withdrawn(client, client_file, counsellor, planned, body):
    client.force_login(counsellor)

    answer = client.post(reverse("chain:planned_withdraw", args=[client_file.number, planned.pk]), body)

    assert answer.status_code == 302


def test_client_writes_his_points_on_a_screen_of_his_own(client, client_file, counsellor, planned):
    client.force_login(counsellor)
    url = reverse("chain:planned_client", args=[client_file.number, planned.pk])
    assert "Dit scherm is nu voor u" in client.get(url).content.decode()

    for step, text in (("praten", "Werk"), ("zeggen", "Plan controles na werktijd")):
        client.post(f"{url}?stap={step}", {"form_token": str(uuid4()), "kind": "point", "text": text})

    assert list(AgendaPoint.objects.order_by("pk").values_list("seat", "kind", "text")) == [
        ("client", "point", "Werk"),
        ("client", "say", "Plan controles na werktijd"),
    ]


def test_holding_starts_from_the_plan_and_closes_it(client, client_file, counsellor, planned):
    client.force_login(counsellor)
    past = timezone.now() - dt.timedelta(hours=3)
    PlannedMeeting.objects.update(starts_at=past)
    add_point(meeting=planned, form_token=uuid4(), seat="client", text="Over mijn werk", acting_user=counsellor)
    url = reverse("chain:planned_hold", args=[client_file.number, planned.pk])

    page = client.get(url).content.decode()
    for words in (
        "Over mijn werk",
        "Geen drugs, en meewerken aan urinecontrole",
        "Twee keer per week een urinecontrole",
    ):
        assert words in page

    local = timezone.localtime(past)
    answer = client.post(
        url,
        {
            "form_token": str(uuid4()),
            "kind": "first",
            "held_on": local.strftime("%d-%m-%Y"),
            "held_time": local.strftime("%H:%M"),
            "place": "Kantoor",
            "attended": ["client", "organisation", "probation"],
            "proud_of": "Werk gezocht",
            "client_view": "Goed",
            "lead": "client",
            "point_informing": "Een positieve controle hoort Tom van Noor.",
            "domain_werk_who": ["client", "probation"],
            "domain_werk_text": "Jeroen solliciteert",
            "gasten-TOTAL_FORMS": "1",
            "gasten-INITIAL_FORMS": "0",
            "gasten-0-name": "Moeder",
            "gasten-0-seat": "relative",
            "gasten-0-there": "missed",
            "gasten-0-reason": "Moest werken",
            "afspraken-TOTAL_FORMS": "0",
            "afspraken-INITIAL_FORMS": "0",
        },
    )

    held = ThreePartyMeeting.objects.get()
    assert answer.headers["Location"] == held.get_absolute_url()
    assert held.planned == planned
    assert held.answers.get().heading == "Wanneer de toezichthouder iets hoort"
    domain = held.domains.get()
    assert (domain.client_active, domain.organisation_active, domain.probation_active) == (True, False, True)
    assert held.attendees.get(seat="relative").reason == "Moest werken"
    assert "Moeder (naaste): Moest werken" in held.absent
    shown = client.get(held.get_absolute_url()).content.decode()
    assert "Een positieve controle hoort Tom van Noor." in shown
    assert client.get(url).headers["Location"] == held.get_absolute_url()


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_planned_meeting_costs_the_same_however_many_points(
    client, client_file, counsellor, planned, count, django_assert_max_num_queries
):
    for number in range(count):
        add_point(meeting=planned, form_token=uuid4(), seat="client", text=f"Punt {number}", acting_user=counsellor)
    client.force_login(counsellor)
    client.get(planned.get_absolute_url())
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get(planned.get_absolute_url())


PAGE_QUERIES = 27


# the calendar


def test_calendar_file_is_strict_and_names_nobody(client, client_file, counsellor, officer, planned):
    client.force_login(officer)
    answer = client.get(reverse("chain:portal_calendar", args=[planned.pk]))

    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    for word in ("Jeroen", "Dekker", client_file.number, "Bij Jeroen", str(counsellor)):
        assert word not in text
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == planned.starts_at
    assert event.decoded("dtend") == planned.ends_at
    assert str(event["uid"]) == f"{planned.uid}@samenspoor"
    assert not event.errors
    assert text.replace("\r\n", "") == text.replace("\n", "").replace("\r", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


# partners


def test_partner_answers_proposes_and_puts_points_on_the_agenda(client, client_file, officer, planned):
    client.force_login(officer)
    url = reverse("chain:portal_planned", args=[planned.pk])

    client.post(url, {"answer": "accepted"})
    client.post(
        reverse("chain:portal_point", args=[planned.pk]),
        {"form_token": str(uuid4()), "kind": "say", "text": "Ik wil op tijd horen als het lastig wordt"},
    )
    client.post(
        reverse("chain:portal_propose", args=[client_file.number]),
        typed(kind="regular", starts_on=in_days(30).strftime("%d-%m-%Y")),
    )

    assert invitation_of(planned, Seat.PROBATION).answer == InvitationAnswer.ACCEPTED
    assert AgendaPoint.objects.get().seat == Seat.PROBATION
    proposed = PlannedMeeting.objects.latest("pk")
    assert (proposed.proposed_as, proposed.kind) == (Seat.PROBATION, MeetingKind.FIRST)
    assert invitation_of(proposed, Seat.ORGANISATION).answer == InvitationAnswer.WAITING
    page = client.get(url).content.decode()
    assert "Uw antwoord: komt" in page
    assert "Ik wil op tijd horen" in page


def test_officer_without_agreement_finds_no_meeting_and_the_attempt_is_recorded(client, planned, other_officer):
    client.force_login(other_officer)

    assert client.get(reverse("chain:portal_planned", args=[planned.pk])).status_code == 404
    entry = AuditEntry.objects.filter(object_type="chain.plannedmeeting", outcome=AuditOutcome.REFUSED).get()
    assert entry.rule == "readable_planned"


def test_partner_proposal_into_the_past_keeps_what_was_typed(client, client_file, officer, in_force):
    client.force_login(officer)

    page = client.post(
        reverse("chain:portal_propose", args=[client_file.number]), typed(kind="regular", starts_on="2001-01-01")
    )

    assert page.status_code == 200
    assert "is al voorbij" in page.content.decode()
    assert "Hoe het gaat" in page.content.decode()
    assert not PlannedMeeting.objects.exists()
