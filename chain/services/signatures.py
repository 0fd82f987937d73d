"""Signing an agreement in another way than at one's own screen: on paper with a scan, or by a link that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.errors import Refused
from accounts.services.links import issue_link, redeem_link
from casework.enums import SignatureKind
from casework.models import Signature
from casework.services.documents import store_upload
from chain.enums import Party, SigningWay
from chain.models import Agreement, AgreementAct
from chain.services.agreements import NO_SIGNATURE, lock_agreement, record_act, refuse_unless_open

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import OneTimeLink, User
    from accounts.services.links import IssuedLink

LINK_PURPOSE = "agreement-signature"
BY_LINK = (Party.CLIENT, Party.PROBATION)


def name_of_party(agreement: Agreement, party: str) -> str:
    """Return in whose name a party acts: the client, the counsellor of the frozen text, the officer."""
    if party == Party.CLIENT:
        return str(agreement.client)
    if party == Party.PROBATION:
        return str(agreement.officer)
    organisation: dict[str, str] = (agreement.frozen or {}).get("organisation", {})
    return organisation.get("counsellor") or organisation.get("name", "")


def _refuse_second_answer(agreement: Agreement, party: str) -> None:
    if agreement.acts.filter(party=party).exists():
        raise Refused(_("Deze partij heeft al gereageerd op deze versie. Een ander antwoord vraagt een nieuwe versie."))


@transaction.atomic
def sign_on_paper(
    *,
    agreement: Agreement,
    party: str,
    decision: str,
    signed_on: date,
    upload: UploadedFile[Any],
    form_token: UUID,
    acting_user: User,
    reason: str = "",
    signer: str = "",
) -> AgreementAct:
    """Record what a party wrote on the paper of this version, with the scan of that paper; a second click changes nothing.

    The scan becomes a document of the file. Raises ``Refused`` when there is nothing to act on, when the party acted
    already, for a day before the offer or after today, or for a file that cannot be kept.
    """
    agreement = lock_agreement(agreement)
    earlier = agreement.acts.filter(party=party, scan__form_token=form_token).first()
    if earlier is not None:
        return earlier
    refuse_unless_open(agreement)
    _refuse_second_answer(agreement, party)
    offered_on = timezone.localdate(agreement.offered_at) if agreement.offered_at else timezone.localdate()
    if signed_on > timezone.localdate():
        raise Refused(_("Deze dag is nog niet geweest."), field="signed_on")
    if signed_on < offered_on:
        raise Refused(
            _("Op deze dag lag de tekst nog niet vast. Dat was op %(day)s.")
            % {"day": date_format(offered_on, "j F Y")},
            field="signed_on",
        )
    with override("nl"):  # kept with the file, whatever the language of the page
        title = _("Getekende samenwerkingsafspraken, versie %(version)s, %(party)s") % {
            "version": agreement.version,
            "party": Party(party).label,
        }
    scan = store_upload(
        client=agreement.client, form_token=form_token, title=title, upload=upload, acting_user=acting_user
    )
    try:
        return record_act(
            AgreementAct(
                agreement=agreement,
                party=party,
                decision=decision,
                reason=reason,
                account=acting_user,
                on_behalf=name_of_party(agreement, party),
                way=SigningWay.PAPER,
                signed_on=signed_on,
                scan=scan,
                **Signature(SignatureKind.PAPER, signer.strip() or name_of_party(agreement, party)).columns,
            )
        )
    except BaseException:
        scan.file.delete(save=False)  # its row goes with the transaction
        raise


@transaction.atomic
def offer_link(*, agreement: Agreement, party: str, acting_user: User) -> IssuedLink:
    """Make a link with which the client or the officer signs this version once; earlier ones of his stop working.

    Raises ``Refused`` when there is nothing to sign any more, or for the organisation, which signs with its account.
    """
    agreement = lock_agreement(agreement)
    if party not in BY_LINK:
        raise Refused(_("De begeleiding tekent met het eigen account."))
    refuse_unless_open(agreement)
    _refuse_second_answer(agreement, party)
    return issue_link(
        purpose=LINK_PURPOSE,
        subject=agreement,
        for_whom=party,
        client_number=agreement.client.number,
        acting_user=acting_user,
    )


@transaction.atomic
def sign_by_link(
    *, link: OneTimeLink, decision: str, reason: str = "", signature: Signature | None = None
) -> AgreementAct:
    """Record what the holder of a link says, and use the link up in the same transaction.

    The account of the act is that of whoever gave out the link; the act says in whose name, and that it came by link.
    Raises ``LinkRefused`` for a link that does not work any more, ``Refused`` as ``record_act`` does.
    """
    link = redeem_link(link=link)
    agreement = lock_agreement(agreement_of_link(link))
    party = Party(link.for_whom)
    return record_act(
        AgreementAct(
            agreement=agreement,
            party=party,
            decision=decision,
            reason=reason,
            account=link.created_by,
            on_behalf=name_of_party(agreement, party),
            way=SigningWay.LINK,
            **(signature or NO_SIGNATURE).columns,
        )
    )


def agreement_of_link(link: OneTimeLink) -> Agreement:
    """Return the version that a link is for. Raises ``Agreement.DoesNotExist`` for a link that is about something else."""
    if link.purpose != LINK_PURPOSE or link.subject_type != Agreement._meta.label_lower:
        raise Agreement.DoesNotExist
    return Agreement.objects.select_related("client", "officer__organisation", "officer_organisation").get(
        pk=link.subject_id
    )
