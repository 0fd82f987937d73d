"""Days and nights in the houses of the demo: rules, leave, an absence, medication, rounds, and who walks along."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.enums import Clustering, LocationKind, SupportForm
from accounts.models import Location, LocationProfile
from casework.enums import (
    HouseTaskKind,
    LeavePermission,
    MarkKind,
    MedicationKeeper,
    MedicationSource,
    StayEnd,
    ToldHow,
)
from casework.models import AbsenceStep, Client, SpecialCondition, Stay
from casework.selectors.presence import residents
from casework.services import absences, house_rules, leaves, medication, presence, shifts, stays, walks
from overview.demo.clock import as_if_it_were
from overview.demo.rules import ON_CALL

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import HouseRules
    from overview.demo.house import House

SEED = UUID("5a6d656e-7370-4f6f-8072-686f75736573")
RULES = """We eten om zes uur samen. Wie niet mee-eet, zegt dat voor vier uur.
Om elf uur is het stil. Op je kamer mag je doen wat je wilt, als een ander er geen last van heeft.
De keuken en de badkamer doen we om de beurt. Het rooster hangt in de gang.
Ga je een nacht weg, dan spreek je dat van tevoren af.
Geweld en dreigen kan hier niet. Dan praten we eerst, en daarna beslissen we of je kunt blijven."""
SUBSTANCES = {
    "abstinent": "Geen drank en geen drugs, ook niet op je kamer. Er is een controle als dat is afgesproken. Na een "
    "terugval praten we eerst; wat er met de reclassering is afgesproken, doen we ook.",
    "regulated": "Drank alleen op je eigen kamer en niet voor vijf uur. Geen drugs in huis.",
    "tolerated": "Wie gebruikt, doet dat op de eigen kamer en niet waar anderen bij zijn. Dealen kan niet.",
}


def tell(house: House, today: dt.date) -> None:
    """Tell what happened in the houses of the first team, and at the postal address of the last."""
    Location.objects.update(on_call_phone=ON_CALL)
    Location.objects.filter(name="Ambulant Assendijk").update(kind=LocationKind.AMBULATORY)
    lead, noor, nico = (house.users[name] for name in ("karin", "noor", "nico"))
    for name, policy, phone in (
        ("Huis aan de Vaart", "abstinent", "0500 00 18 18"),
        ("Huis Kruispunt", "regulated", "0500 00 41 41"),
        ("Nazorghuis De Overkant", "tolerated", "0500 00 03 03"),
    ):
        place = house.locations[name]
        Location.objects.filter(pk=place.pk).update(phone=phone)
        place.on_call_phone = ON_CALL
        _house_life(place, policy, today, lead, noor, nico)
    _profiles(house, today)
    _on_call(house, today, lead)
    _people(house, today, noor, nico)
    _postal(house, today)


def _profiles(house: House, today: dt.date) -> None:
    """A part of the Lindehof closed for a rebuilding and opened again, and the studios became Housing First."""
    lindehof, studios = house.locations["De Lindehof"], house.locations["Studio's Pakhuis"]
    protected = {"support_form": SupportForm.PROTECTED, "clustering": Clustering.CLUSTERED}
    for ago, capacity in ((240, 15), (150, 18)):
        with as_if_it_were(at(today, ago, "09:00")):
            LocationProfile.objects.create(
                location=lindehof, valid_from=today - dt.timedelta(days=ago), capacity=capacity, **protected
            )
    with as_if_it_were(at(today, 90, "09:00")):
        LocationProfile.objects.create(
            location=studios,
            valid_from=today - dt.timedelta(days=90),
            capacity=studios.capacity,
            support_form=SupportForm.HOUSING_FIRST,
            clustering=Clustering.SCATTERED,
        )


def token(*words: object) -> UUID:
    """Return the same token for the same words."""
    return uuid5(SEED, " ".join(map(str, words)))


def at(today: dt.date, ago: int, clock: str) -> dt.datetime:
    """Return the moment of that day, never later than ten minutes ago."""
    moment = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time.fromisoformat(clock)))
    return min(moment, dt.datetime.now(tz=dt.UTC) - dt.timedelta(minutes=10))


def _house_life(place: Location, policy: str, today: dt.date, lead: User, noor: User, nico: User) -> None:
    with as_if_it_were(at(today, 60, "11:00")):
        rules = house_rules.establish_rules(
            location=place,
            form_token=token("rules", place.pk),
            valid_from=today - dt.timedelta(days=60),
            text=RULES,
            substance_policy=policy,
            substance_text=SUBSTANCES[policy],
            home_from=dt.time(23),
            home_until=dt.time(7),
            visitors_recorded=policy == "abstinent",
            acting_user=lead,
        )
        for kind, name, clock, days in (
            (HouseTaskKind.ROUND, "Avondronde: deuren, fornuis, wie is thuis", dt.time(23), "1234567"),
            (HouseTaskKind.ROUND, "Nachtronde", dt.time(3), "1234567"),
            (HouseTaskKind.TASK, "Medicijnkast nakijken", dt.time(9), "1234567"),
            (HouseTaskKind.TASK, "Brandtrap en rookmelders", None, "1"),
        ):
            task = shifts.plan_task(
                location=place,
                form_token=token("task", place.pk, name),
                kind=kind,
                name=name,
                days=days,
                at=clock,
                valid_from=today - dt.timedelta(days=60),
                acting_user=lead,
            )
            if clock in {dt.time(23), dt.time(3)}:
                day = today - dt.timedelta(days=1)
                with as_if_it_were(at(today, 1, clock.isoformat())):
                    shifts.do_task(task=task, day=day, form_token=token("done", task.pk), acting_user=nico)
    _tell_rules(place, rules, today, noor)
    there = residents(place, today - dt.timedelta(days=1))
    if there:
        moment = at(today, 0, "00:15")
        with as_if_it_were(moment):
            presence.count_night(
                location=place,
                form_token=token("count", place.pk),
                night=timezone.localdate(moment) - dt.timedelta(days=1),
                counted_at=moment,
                seen=there,
                acting_user=nico,
            )
            shifts.make_remark(
                location=place,
                form_token=token("remark-house", place.pk),
                text="De lamp in de achtergang flikkert. Onderhoud gebeld, komt vandaag.",
                acting_user=nico,
            )
    with as_if_it_were(at(today, 0, "07:05")):
        shifts.mark_read(location=place, form_token=token("read", place.pk), acting_user=nico)


def _tell_rules(place: Location, rules: HouseRules, today: dt.date, noor: User) -> None:
    for index, client in enumerate(residents(place, today)):
        if index % 5 == 4:  # noqa: PLR2004 -- one in five was not told yet
            continue
        day = max(today - dt.timedelta(days=58), Stay.objects.filter(client=client).latest("valid_from").valid_from)
        with as_if_it_were(at(today, (today - day).days, "15:00")):
            house_rules.tell_rules(
                rules=rules,
                client=client,
                form_token=token("told", client.pk),
                told_on=day,
                how=ToldHow.BOTH,
                reaction="Snapt het. Vindt elf uur vroeg in het weekend." if index % 3 == 0 else "",
                acting_user=noor,
            )


def _on_call(house: House, today: dt.date, lead: User) -> None:
    roster = (("Karin Postma", "06 0000 0410"), ("Ruud Meijer", "06 0000 0420"), ("Pieter Zijlstra", "06 0000 0430"))
    for offset in range(-1, 9):
        name, phone = roster[offset % 3]
        day = today + dt.timedelta(days=offset)
        start = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        shifts.plan_on_call(
            team=house.teams[0],
            form_token=token("on-call", offset),
            name=name,
            phone=phone,
            starts_at=start,
            ends_at=timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(9))),
            acting_user=lead,
        )


def _leave(client: Client, user: User, today: dt.date, start: int, end: int, to: str, **more: str) -> None:
    """Give leave; ``start`` and ``end`` are in days from today."""
    begins = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=start), dt.time(10)))
    ends = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=end), dt.time(20)))
    leave = leaves.grant_leave(
        client=client,
        form_token=token("leave", client.pk, start),
        starts_at=begins,
        ends_at=ends,
        destination=to,
        permission=more.get("permission", LeavePermission.ORGANISATION),
        permission_by=more.get("permission_by", "teamoverleg"),
        reachable=more.get("reachable", ""),
        note=more.get("note", ""),
        despite_window=more.get("despite_window", ""),
        acting_user=user,
    )
    if end < 0:
        leaves.return_from_leave(leave=leave, returned_at=ends, acting_user=user)


def _medicine(client: Client, user: User, today: dt.date, name: str, dose: str, **more: str) -> object:
    return medication.note_medication(
        client=client,
        form_token=token("medicine", client.pk, name),
        line=medication.MedicineLine(
            name=name,
            dose=dose,
            since=today - dt.timedelta(days=75),
            prescriber=more.get("prescriber", "huisarts De Dijk"),
            kept_by=more.get("kept_by", MedicationKeeper.HOUSE),
            source=MedicationSource.PHARMACY,
            source_on=today - dt.timedelta(days=21),
            check_effect=more.get("check_effect", ""),
        ),
        acting_user=user,
    )


def _people(house: House, today: dt.date, noor: User, nico: User) -> None:
    daniel = Client.objects.get(first_name="Daniël", last_name="Verhoeven")
    ruben = Client.objects.get(first_name="Ruben", last_name="Castelein")
    _leave(daniel, noor, today, -16, -15, "bij zijn zus in Dokhaven", permission_by="K. Postma, teamoverleg")
    _leave(
        daniel,
        noor,
        today,
        3,
        4,
        "bij zijn zus in Dokhaven",
        permission=LeavePermission.PROBATION,
        permission_by="T. Hendriks, per e-mail",
        reachable="06 0000 0707",
    )
    _medicine(daniel, noor, today, "Omeprazol", "1 keer per dag, zoals op het etiket", kept_by=MedicationKeeper.CLIENT)
    line = _medicine(ruben, noor, today, "Naltrexon", "zoals op het etiket", prescriber="Polikliniek De Dijk")
    _medicine(ruben, noor, today, "Codeïne", "zo nodig, zoals op het etiket", check_effect="opiaten")
    moment = at(today, 1, "08:30")
    with as_if_it_were(moment):
        medication.record_refusal(
            medication=line,  # type: ignore[arg-type]
            form_token=token("refusal", ruben.pk),
            refused_at=moment,
            reason="Ik word er misselijk van. Morgen neem ik hem weer.",
            told_to="Polikliniek De Dijk, per telefoon",
            acting_user=noor,
        )
    walks.begin_walk(
        client=ruben, expert=house.users["xander"], starts_on=today - dt.timedelta(days=40), acting_user=noor
    )
    vaart = house.locations["Huis aan de Vaart"]
    others = [one for one in residents(vaart, today) if one.pk not in {daniel.pk, ruben.pk}]
    condition = SpecialCondition.objects.filter(
        client__in=[daniel, *others], kind__key__in=("locatiegebod", "begeleid-wonen", "andere-gedragsvoorwaarde")
    ).first()
    if condition is not None:
        leaves.add_window(
            condition=condition,
            form_token=token("window", condition.pk),
            days="12345",
            begins=dt.time(22),
            ends=dt.time(6, 30),
            valid_from=max(condition.valid_from, today - dt.timedelta(days=20)),
            valid_until=today + dt.timedelta(days=1),
            acting_user=noor,
        )
    shifts.make_remark(
        location=vaart,
        client=daniel,
        form_token=token("remark", daniel.pk),
        text="Kon niet slapen en dronk thee in de keuken. Zei zelf dat het om de sollicitatie ging.",
        acting_user=nico,
    )
    if others:
        _leave(others[0], noor, today, -1, 2, "bij zijn ouders", note="Belt zaterdag om vijf uur.")
    if len(others) > 1:
        _missing(others[1], vaart, today, noor)
    if len(others) > 2:  # noqa: PLR2004
        presence.mark_door(
            client=others[2],
            location=vaart,
            form_token=token("door", others[2].pk),
            kind=MarkKind.OUT,
            note="naar zijn werk, rond vijf uur terug",
            at=at(today, 0, "07:45"),
            acting_user=noor,
        )


def _missing(client: Client, place: Location, today: dt.date, noor: User) -> None:
    """Somebody has been missing for two hours; the first steps were taken. Last month he came back after a night."""
    earlier = at(today, 34, "23:30")
    with as_if_it_were(at(today, 33, "10:00")):
        if Stay.objects.active_on(today - dt.timedelta(days=34)).filter(client=client, location=place).exists():
            absence = absences.start_absence(
                client=client,
                location=place,
                form_token=token("absence", client.pk, 34),
                missed_at=earlier,
                circumstances="Niet terug om elf uur, telefoon uit.",
                acting_user=noor,
            )
            absences.record_return(
                absence=absence,
                returned_at=at(today, 33, "08:30"),
                return_talk="Was in slaap gevallen bij een vriend. Schrok er zelf van. Belt de volgende keer, ook als het laat is.",
                acting_user=noor,
            )
    now = dt.datetime.now(tz=dt.UTC)
    absence = absences.start_absence(
        client=client,
        location=place,
        form_token=token("absence", client.pk, 0),
        missed_at=now - dt.timedelta(hours=2),
        circumstances="Ging naar de winkel en zou binnen een half uur terug zijn.",
        acting_user=noor,
    )
    for key, note in (("call-client", "Geen gehoor, bericht gestuurd."), ("look-around", "Jas en tas zijn weg.")):
        absences.take_step(
            absence=absence,
            step=AbsenceStep.objects.get(key=key),
            form_token=token("step", client.pk, key),
            note=note,
            acting_user=noor,
        )


def _postal(house: House, today: dt.date) -> None:
    """One client of the ambulatory team has his post at our address; he did not come last week."""
    place = Location.objects.create(
        name="Postadres Markt",
        team=house.teams[3],
        address="Markt 9, Assendijk",
        kind=LocationKind.POSTAL_ADDRESS,
        on_call_phone=ON_CALL,
    )
    LocationProfile.objects.create(
        location=place,
        valid_from=today - dt.timedelta(days=400),
        support_form=SupportForm.POSTAL_ADDRESS,
        conditions="Haalt elke week zelf de post op. Blijft hij twee weken weg, dan zoekt zijn begeleider contact; na drie "
        "weken zonder bericht stopt het postadres. Hij is ingeschreven bij de gemeente en houdt zijn begeleiding.",
    )
    lotte = house.users["lotte"]
    since = today - dt.timedelta(days=18)
    stay = (
        Stay.objects.filter(location=house.locations["Ambulant Assendijk"], valid_until=None, valid_from__lt=since)
        .order_by("pk")
        .first()
    )
    if stay is None:
        return
    with as_if_it_were(at(today, 18, "10:00")):
        stays.end_stay(stay=stay, valid_until=since, end_kind=StayEnd.MOVED, acting_user=lotte)
        stays.start_stay(
            client=stay.client, location=place, valid_from=since, acting_user=lotte, form_token=token("post")
        )
    for ago in (16, 9):
        moment = at(today, ago, "11:20")
        with as_if_it_were(moment):
            presence.mark_door(
                client=stay.client,
                location=place,
                form_token=token("pick-up", ago),
                kind=MarkKind.PICK_UP,
                at=moment,
                acting_user=lotte,
            )
