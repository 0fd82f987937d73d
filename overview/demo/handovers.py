"""Handing over in the demo: an end report that went wrong, a progress report, a warm handover, and contact in prison."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.utils import timezone

from casework.enums import HandoverPurpose
from casework.models import Client
from casework.selectors import counsellor_of
from chain.enums import Channel, Ground, ReadingOutcome, ReportEnding
from chain.services.disclosures import enter_disclosure
from chain.services.meetings import CommitmentLine
from chain.services.pre_release import add_person, end_track, log_visit, start_track
from chain.services.report_issuing import issue_report
from chain.services.reports import record_reading, save_report, start_report
from chain.services.warm_handovers import plan_warm_handover, set_check
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from accounts.models import User
    from chain.models import HandoverReport

SPACE = UUID("6b1f3c0a-8f4e-4f6f-9d0e-2b8a4f1c7e55")
HALF_YEAR = dt.timedelta(days=183)


class Teller:
    """One client, his counsellor, and tokens that are the same at every load."""

    def __init__(self, first: str, last: str, today: dt.date) -> None:
        """Find the client of a worked case."""
        self.client = Client.objects.get(first_name=first, last_name=last)
        latest = self.client.assignments.select_related("user").earliest("-valid_from", "-pk")
        self.user: User = counsellor_of(self.client, today) or latest.user
        self.today, self._count = today, 0

    def by(self) -> dict[str, Any]:
        """Return who and for whom, with a fresh token."""
        self._count += 1
        token = uuid5(SPACE, f"{self.client.number}:{self._count}")
        return {"client": self.client, "acting_user": self.user, "form_token": token}

    def moment(self, ago: int, hour: int = 11) -> dt.datetime:
        """Return a moment so many days before today, never in the future."""
        day = self.today - dt.timedelta(days=ago)
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
        return min(at, dt.datetime.now(tz=dt.UTC) - dt.timedelta(minutes=20))

    def write(self, report: HandoverReport, texts: dict[str, str], **more: Any) -> None:
        """Save a draft with some texts of the counsellor's own."""
        parts = list(report.parts.all())
        save_report(
            report=report,
            revision=report.revision,
            texts={part.key: part.text for part in parts} | texts,
            included=[part.key for part in parts if part.included],
            reasons={},
            acting_user=self.user,
            **({"ending": "", "why_not_fit": ""} | more),
        )

    def told(self, ago: int, to: str, what: str, channel: Channel, ground: Ground, text: str) -> None:
        """Write down by hand what was told."""
        with as_if_it_were(self.moment(ago, 16)):
            enter_disclosure(
                **self.by(),
                recipient_name=to,
                what=what,
                disclosed_at=self.moment(ago, 15) - dt.timedelta(minutes=5),
                ground=ground,
                ground_text=text,
                channel=channel,
                client_knows=True,
                untold_reason="",
            )


def tell(today: dt.date) -> None:
    """Tell of the three worked cases how they are handed over."""
    _from_prison(Teller("Daniël", "Verhoeven", today))
    _that_did_not_fit(Teller("Mitchell", "Brands", today))
    _to_his_own_place(Teller("Ruben", "Castelein", today))


def _from_prison(story: Teller) -> None:
    """Case A came straight from prison; now his officer is to read how it goes."""
    stay = story.client.stays.earliest("valid_from")
    ago = (story.today - stay.valid_from).days
    with as_if_it_were(story.moment(ago + 50)):
        track = start_track(
            **story.by(),
            counsellor=story.user,
            institution="PI Zwolle",
            release_on=stay.valid_from,
            case_manager="R. de Wit",
            case_manager_phone="038 000 00 00",
            client_choice="Geen groep met gebruikers. Een eigen sleutel. En iemand die blijft als ik er eenmaal woon.",
            steps=[
                CommitmentLine("Kennismaken in de inrichting", "counsellor", stay.valid_from - dt.timedelta(days=45)),
                CommitmentLine("De kamer bekijken op verlof", "client", stay.valid_from - dt.timedelta(days=14)),
                CommitmentLine("Ophalen bij de poort", "counsellor", stay.valid_from),
            ],
        )
    for before, text, well in (
        (
            45,
            "Eerste bezoek. Hij wilde weten wat de huisregels zijn en wie zijn begeleider wordt.",
            "Hij stelde zelf vragen.",
        ),
        (14, "Samen de kamer bekeken tijdens zijn verlof.", "Hij was op tijd terug en belde zelf dat hij er was."),
    ):
        at = story.moment(ago + before, 13)
        with as_if_it_were(at + dt.timedelta(hours=2)):
            by = story.by()
            log_visit(
                track=track,
                form_token=by["form_token"],
                occurred_at=at,
                duration_minutes=60,
                text=text,
                went_well=well,
                client_view="",
                acting_user=story.user,
            )
    with as_if_it_were(story.moment(ago + 10)):
        by = story.by()
        add_person(
            track=track,
            form_token=by["form_token"],
            name="Noor Öztürk",
            role="begeleider sinds de inrichting",
            does="blijft zijn begeleider en belt de eerste maand elke dag",
            until=stay.valid_from + dt.timedelta(days=90),
            acting_user=story.user,
        )
    for step in track.steps:
        type(step).objects.filter(pk=step.pk).update(done_on=step.due_on)
    with as_if_it_were(story.moment(max(ago - 1, 0))):
        end_track(
            track=track,
            outcome="moved_in",
            outcome_text="",
            ended_on=min(stay.valid_from + dt.timedelta(days=1), story.today),
            acting_user=story.user,
        )
    agreement = story.client.agreements.in_force().first()
    report = start_report(
        **story.by(),
        purpose=HandoverPurpose.PROGRESS,
        agreement=agreement,
        recipient_name="" if agreement else "Tom Hendriks",
        since=max(stay.valid_from, story.today - HALF_YEAR),
        until=story.today,
    )
    story.write(
        report,
        {"approach": "- Wees op tijd: dat vindt hij eerlijk.\n- Begin met wat lukt, dan is er ruimte voor wat moet."},
    )
    story.told(
        6,
        "S. Jansen, wijkagent",
        "Dat hij in de wijk woont, en wie zijn begeleider is.",
        Channel.PHONE,
        Ground.CONSENT,
        "Mondeling, in het gesprek van die ochtend.",
    )


def _that_did_not_fit(story: Teller) -> None:
    """Case B: the end report says why it did not fit, and carries his own no."""
    report = start_report(
        **story.by(),
        purpose=HandoverPurpose.END_REPORT,
        recipient_name="Tom Hendriks",
        recipient_organisation="Reclassering",
        since=story.today - HALF_YEAR,
        until=story.today,
    )
    story.write(
        report,
        {
            "approach": (
                "## Werkt\n- Kleine stappen met één doel per week.\n- Wrijving benoemen zonder oordeel; hij komt er later zelf op terug.\n"
                "- Zeg vooraf wat u meldt, en aan wie.\n## Werkt niet\n- Regels herhalen waar anderen bij zijn.\n- Meer dan twee onderwerpen in een gesprek."
            ),
            "factors": (
                "## Wat beschermt\n- Zijn dochter: een vast bezoekmoment houdt hem op koers.\n- Budgetbeheer: sinds de start zijn er geen nieuwe schulden.\n"
                "## Wat het moeilijk maakt\n- Onverwacht contact uit zijn vroegere relatie.\n- Drukte in de groep en weinig ruimte om zich terug te trekken."
            ),
        },
        ending=ReportEnding.NEGATIVE,
        why_not_fit=(
            "De groep was te druk en te wisselend. Hij heeft ruimte nodig om zich terug te trekken als de spanning oploopt, en die was er niet. "
            "Wat een verblijf wel en niet verplicht maakte, bleef te lang onduidelijk; daardoor voelde elke regel als dwang. "
            "Een kleinere plek, met een vaste begeleider en een eigen voordeur, geeft meer kans."
        ),
    )
    record_reading(
        report=report,
        outcome=ReadingOutcome.DISAGREES,
        remark="Ik was niet de enige die schreeuwde. Dat van mijn dochter klopt wel. Zet erbij dat ik het geld nu zelf doe.",
        acting_user=story.user,
    )
    by = story.by()
    issue_report(
        report=report,
        channel=Channel.PAPER,
        ground=Ground.LAW,
        ground_text="Wet forensische zorg art. 2.6 lid 6: nodig voor het toezicht.",
        form_token=by["form_token"],
        acting_user=story.user,
    )
    story.told(
        3,
        "Meldpunt van de gemeente",
        "Dat zijn verblijf is geëindigd en dat hij onderdak zoekt.",
        Channel.MAIL,
        Ground.CONSENT,
        "Schriftelijk, op het formulier van de gemeente.",
    )


def _to_his_own_place(story: Teller) -> None:
    """Case C moves on: a warm handover is planned, and the paper waits until he has read it."""
    report = start_report(
        **story.by(),
        purpose=HandoverPurpose.WARM,
        recipient_name="Femke Dijk",
        recipient_organisation="Thuis in de Wijk",
        since=story.today - HALF_YEAR,
        until=story.today,
    )
    story.write(
        report,
        {
            "approach": (
                "## Werkt\n- Een bericht om zeven uur en de dag afsluiten om vijf uur; nu begint hij er zelf mee.\n"
                "- Vraag wat hij nodig heeft, en noem signalen gewoon, ook als hij ze ontkent.\n- Noem eerst wat goed ging.\n"
                "## Werkt niet\n- Wachten tot hij het zelf zegt.\n- Preken."
            )
        },
    )
    with as_if_it_were(story.moment(2)):
        handover = plan_warm_handover(
            **story.by(),
            planned_at=timezone.make_aware(dt.datetime.combine(story.today + dt.timedelta(days=9), dt.time(14))),
            place="het sportveld, daarna bij hem thuis",
            with_name="Femke Dijk",
            with_organisation="Thuis in de Wijk",
            with_phone="020 000 00 00",
            reachable_name=str(story.user),
            reachable_phone=story.user.phone,
            reachable_until=story.today + dt.timedelta(days=100),
            report=report,
        )
        for line in list(handover.checks.all())[:3]:
            set_check(handover=handover, pk=line.pk, done=True, acting_user=story.user)
    story.told(
        5,
        "Femke Dijk, Thuis in de Wijk",
        "Kennismaking: zijn doel (sportcoach worden) en wat hem helpt.",
        Channel.MEETING,
        Ground.CONSENT,
        "Hij was erbij en vertelde het zelf.",
    )
