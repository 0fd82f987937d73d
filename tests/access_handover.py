"""What the access matrix knocks on in handing over: reports, warm handovers, the track before the stay, long papers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from casework.enums import HandoverPurpose
from casework.models import DocumentRequest
from chain.enums import Channel, Ground
from chain.services.disclosures import enter_disclosure
from chain.services.pre_release import start_track
from chain.services.reports import start_report
from chain.services.warm_handovers import plan_warm_handover

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


# Login and second factor, by django-allauth. Nobody here has a second factor yet, and all logged in without a password.
HANDOVER = """
casework:document_request                       paper_request   file-form    never
chain:handovers                                 -               file         never
chain:report                                    report          file         never
chain:report_create                             -               file-form    file-form
chain:report_{edit,client,issue}                report          file-form    file-form
chain:report_not_read                           report          never        file-form
chain:report_renew                              report          never        file-act
chain:report_drop                               report          never        file-act
chain:warm_handover                             handover        file         never
chain:warm_handover_create                      -               file-form    file-form
chain:warm_handover_held                        handover        file-form    file-form
chain:warm_handover_{check,cancel}              handover        never        file-form
chain:pre_release                               track           file         never
chain:pre_release_create                        -               file-form    file-form
chain:pre_release_{edit,person,visit,end}       track           file-form    file-form
chain:pre_release_steps                         track           file-form    file-form
chain:disclosure_create                         -               file-form    file-form
chain:disclosure_correct                        disclosure      file-form    file-form
"""


def make_handover_rows(client: Client, counsellor: User) -> dict[str, object]:
    """Make one of everything that is written to hand a client over."""
    today, now = timezone.localdate(), timezone.now()
    by: dict[str, Any] = {"client": client, "acting_user": counsellor}
    asked = DocumentRequest.objects.create(
        client=client, kind="care_plan", requested_by=counsellor, form_token=uuid4(), recipient="Tom"
    )
    report = start_report(
        **by,
        form_token=uuid4(),
        purpose=HandoverPurpose.WARM,
        recipient_name="Iris Bakker",
        since=today - dt.timedelta(days=90),
        until=today,
    )
    handover = plan_warm_handover(
        **by,
        form_token=uuid4(),
        planned_at=now + dt.timedelta(days=3),
        place="Kantoor",
        with_name="Iris Bakker",
        with_organisation="De Haven",
        with_phone="",
        reachable_name="Noor",
        reachable_phone="",
        reachable_until=today + dt.timedelta(days=90),
    )
    track = start_track(
        **by,
        form_token=uuid4(),
        counsellor=counsellor,
        institution="PI Zwolle",
        release_on=today + dt.timedelta(days=30),
    )
    entry = enter_disclosure(
        **by,
        form_token=uuid4(),
        recipient_name="A. Smit, wijkagent",
        what="Waar hij woont.",
        disclosed_at=now - dt.timedelta(hours=1),
        ground=Ground.CONSENT,
        ground_text="Mondeling.",
        channel=Channel.PHONE,
        client_knows=True,
        untold_reason="",
    )
    return {"paper_request": asked, "report": report, "handover": handover, "track": track, "disclosure": entry}
