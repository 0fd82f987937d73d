"""Rows of risk for the access matrix: an assessment, a finding, a lapse response, an incident, a warning, a meldcode."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.models import Client
from riskplans.models import Check, CheckFinding, IncidentKind, Judgement, Substance, WarningRung
from riskplans.services.assessments import AssessmentResult, record_assessment
from riskplans.services.checks import FindingLine, agree_on_substances, record_check
from riskplans.services.incidents import IncidentFacts, PartText, record_incident
from riskplans.services.lapses import start_response
from riskplans.services.meldcode import start_meldcode
from riskplans.services.warnings import give_warning


def make_risk(client: Client, counsellor: User) -> dict[str, object]:
    """Make one of everything that the risk tab shows."""
    today, now = timezone.localdate(), timezone.now()
    judgement = Judgement.objects.select_related("instrument").get(key="fare-matig")
    assessment = record_assessment(
        client=client,
        form_token=uuid4(),
        result=AssessmentResult(
            instrument=judgement.instrument,
            judgement=judgement,
            assessed_on=today - dt.timedelta(days=20),
            assessor="R. Meijer",
            setting="residential",
            sources="Dossier",
            protective_factors="Werk",
            risk_factors="Gebruik",
            meaning="Vaker contact",
            next_on=today + dt.timedelta(days=300),
        ),
        acting_user=counsellor,
    )
    check: Check = record_check(
        client=client,
        form_token=uuid4(),
        kind="urine",
        taken_at=now - dt.timedelta(days=3),
        result="negative",
        findings=[FindingLine(Substance.objects.get(key="cannabis"), "negative")],
        acting_user=counsellor,
    )
    agreement = agree_on_substances(
        client=client,
        form_token=uuid4(),
        text="Niet in huis.",
        agreed_with="Noor",
        valid_from=today,
        acting_user=counsellor,
    )
    lapse = start_response(
        client=client,
        form_token=uuid4(),
        trigger="told",
        known_at=now - dt.timedelta(hours=5),
        about="cannabis",
        acting_user=counsellor,
    )
    incident = record_incident(
        client=client,
        form_token=uuid4(),
        what=IncidentFacts(
            kind=IncidentKind.objects.get(key="verbaal"),
            occurred_at=now - dt.timedelta(hours=6),
            place="keuken",
            seriousness="minor",
        ),
        part=PartText(role="involved", facts="Hij schreeuwde."),
        acting_user=counsellor,
    )
    warning = give_warning(
        client=client,
        form_token=uuid4(),
        rung=WarningRung.objects.get(key="gesprek"),
        given_on=today,
        reason="Hij rookte binnen.",
        foretold="De ladder",
        foretold_on=today,
        decided_by="Noor",
        acting_user=counsellor,
    )
    meldcode = start_meldcode(
        client=client, form_token=uuid4(), about="child", concerns="dochter van 6", acting_user=counsellor
    )
    return {
        "assessment": assessment,
        "check": check,
        "finding": CheckFinding.objects.get(check_row=check),
        "substance_agreement": agreement,
        "lapse": lapse,
        "incident": incident,
        "warning": warning,
        "meldcode": meldcode,
    }
