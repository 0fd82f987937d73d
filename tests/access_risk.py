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

RISK = """
riskplans:risk                                  -               file         never
riskplans:assessment                            assessment      file         never
riskplans:assessment_create                     -               file-form    file-form
riskplans:assessment_correct                    assessment      file-form    file-form
riskplans:checks                                -               file         never
riskplans:check                                 check           file         never
riskplans:check_lab                             check           file-form    file-form
riskplans:substance_agreement_create            -               file-form    file-form
riskplans:substance_agreement_end               substance_agreement file-form file-form
riskplans:lapses_open                           -               keepers      never
riskplans:lapses                                -               file         never
riskplans:lapse                                 lapse           file         never
riskplans:lapse_create                          -               file-form    file-form
riskplans:lapse_from_check                      check           never        file-act
riskplans:lapse_addendum                        lapse           file-form    file-form
riskplans:lapse_step                            lapse           file-form    file-form
riskplans:lapse_skip                            lapse           never        file-form
riskplans:incidents                             -               file         never
riskplans:incident                              incident        file         never
riskplans:incident_create                       -               file-form    file-form
riskplans:incident_other                        -               file-form    file-form
riskplans:incident_other_choose                 incident        file-form    file-form
riskplans:incident_report                       incident        file-form    file-form
riskplans:incident_calamity                     incident        file-form    file-form
riskplans:incident_follow_up                    incident        file-form    file-form
riskplans:warnings                              -               file         never
riskplans:warning_create                        -               file-form    file-form
riskplans:warning_withdraw                      warning         file-form    file-form
riskplans:meldcodes                             -               file         never
riskplans:meldcode                              meldcode        file         never
riskplans:meldcode_create                       -               file-form    file-form
riskplans:meldcode_step                         meldcode        file-form    file-form
riskplans:meldcode_skip                         meldcode        never        file-form
admin:riskplans_risklevel_{changelist,add} - screen screen
admin:riskplans_risklevel_{change,history} risklevel screen screen
admin:riskplans_risklevel_delete risklevel screen-403 screen-403
admin:riskplans_instrument_{changelist,add} - screen screen
admin:riskplans_instrument_{change,history} instrument screen screen
admin:riskplans_instrument_delete instrument screen-403 screen-403
admin:riskplans_judgement_{changelist,add} - screen screen
admin:riskplans_judgement_{change,history} judgement screen screen
admin:riskplans_judgement_delete judgement screen-403 screen-403
admin:riskplans_substance_{changelist,add} - screen screen
admin:riskplans_substance_{change,history} substance screen screen
admin:riskplans_substance_delete substance screen-403 screen-403
admin:riskplans_incidentkind_{changelist,add} - screen screen
admin:riskplans_incidentkind_{change,history} incidentkind screen screen
admin:riskplans_incidentkind_delete incidentkind screen-403 screen-403
admin:riskplans_incidentterm_{changelist,add} - screen screen
admin:riskplans_incidentterm_{change,history} incidentterm screen screen
admin:riskplans_incidentterm_delete incidentterm screen-403 screen-403
admin:riskplans_warningrung_{changelist,add} - screen screen
admin:riskplans_warningrung_{change,history} warningrung screen screen
admin:riskplans_warningrung_delete warningrung screen-403 screen-403
admin:riskplans_{risklevel,instrument,judgement,substance,incidentkind,incidentterm,warningrung}_simple_history none screen-404 screen-404
beheer/gegevens/riskplans/{risklevel,instrument,judgement,substance,incidentkind,incidentterm,warningrung}/<path:object_id>/ none moves moves
"""


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
