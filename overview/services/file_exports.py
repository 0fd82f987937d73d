"""A whole client file for whoever may have it: JSON, a PDF to read, the files, and beside them who saw and got what."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import ClientIdentifier
from casework.selectors.merging import family
from casework.services.identifiers import checked_reason, record_shown
from casework.services.rendering import Paper, render_template
from chain.enums import Channel, Ground
from chain.models import Disclosure
from overview.enums import ExportPurpose
from overview.selectors.client_files import ClientFile, apart_rows, as_data, as_text, collect, files_of
from overview.selectors.file_models import file_models
from overview.selectors.file_pages import paper_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import User
    from casework.models import Client

DATA, PAPER, AUDIT, GIVEN, CONTENTS, READ_ME = (
    "dossier.json",
    "dossier.pdf",
    "inzagelog.json",
    "verstrekkingen.json",
    "inhoud.json",
    "LEESMIJ.txt",
)
ATTACHMENTS = "bijlagen"
BESIDE = ".export-"  # what is being laid out
LONGEST_RECIPIENT, LONGEST_REASON = 160, 250
NUMBERS = "casework.clientidentifier"
TOLD = gettext_lazy("Het hele dossier, als bestand")
TOLD_WITH = gettext_lazy("Het hele dossier, als bestand, met BSN en strafrechtsketennummer")
EXPLAINED = gettext_lazy(
    "Dit is het dossier van cliënt %(number)s.\n\n"
    "dossier.pdf is om te lezen. dossier.json is hetzelfde voor een computer. In de map bijlagen staan de documenten.\n"
    "inzagelog.json zegt wie dit dossier inzag, verstrekkingen.json wat aan wie is gegeven.\n"
    "inhoud.json noemt van elk bestand de vingerafdruk (SHA-256).\n\n"
    "%(numbers)s\n"
    "In dit dossier staan ook gegevens van anderen. Bewaar het veilig en geef het niet door zonder grond.\n"
)


EXPLAINED_WITH = gettext_lazy("BSN en strafrechtsketennummer staan leesbaar in dit dossier.")
EXPLAINED_WITHOUT = gettext_lazy("BSN en strafrechtsketennummer staan niet in dit dossier: daar is niet voor gekozen.")


def may_export(user: User) -> bool:
    """Return whether a user may give a whole file, given that he may see it: the team lead does."""
    return standing_of(user).has(Role.TEAM_LEAD)


def has_numbers(client: Client) -> bool:
    """Return whether there are numbers that are kept encrypted, in this file or in one that was merged into it."""
    return ClientIdentifier.objects.filter(client__in=family(client), replaced_at=None).exists()


def refuse_export(
    *,
    client: Client,
    recipient: str,
    reason: str,
    acting_user: User,
    with_numbers: bool = False,
    numbers_reason: str = "",
) -> None:
    """Raise ``Refused`` when this user may not give the file, or does not say to whom and why.

    Who gives a file may be shown its encrypted numbers on demand; why they go along is asked for as it is there.
    """
    if not may_export(acting_user):
        record(
            AuditAction.EXPORT,
            acting_user=acting_user,
            client_number=client.number,
            obj=client,
            outcome=AuditOutcome.REFUSED,
            rule="may_export",
        )
        raise Refused(_("Alleen de teamleider exporteert een heel dossier."))
    if client.merged_into_id is not None:
        raise Refused(_("Dit dossier is samengevoegd. Exporteer het dossier dat bleef: daar zit dit bij."))
    if not recipient.strip():
        raise Refused(_("Schrijf op voor wie het dossier is."), field="recipient")
    if not reason.strip():
        raise Refused(_("Schrijf op waarom het dossier gegeven mag worden."), field="reason")
    if len(recipient.strip()) > LONGEST_RECIPIENT:
        raise Refused(_("Maak de naam van de ontvanger korter: ten hoogste 160 tekens."), field="recipient")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(_("Maak de reden korter: ten hoogste 250 tekens."), field="reason")
    if with_numbers:
        checked_reason(numbers_reason, field="numbers_reason")
    elif numbers_reason.strip():
        raise Refused(_("Kruis ook aan dat de nummers meegaan, of maak deze reden leeg."), field="numbers_reason")


def export_client(
    *,
    client: Client,
    folder: Path,
    purpose: str,
    recipient: str,
    reason: str,
    acting_user: User,
    with_numbers: bool = False,
    numbers_reason: str = "",
    channel: str = Channel.MAIL,
) -> Path:
    """Write a whole file to a new folder and return it; log it as given, with its audit row.

    Takes as long as the paper takes: call it outside every transaction. Everything is written beside the folder first,
    and takes its name in the transaction that logs it. Raises ``Refused`` when the user may not, nothing is said of why
    and to whom, the folder is there, a document is not what was stored, or no PDF can be made here.
    """
    refuse_export(
        client=client,
        recipient=recipient,
        reason=reason,
        acting_user=acting_user,
        with_numbers=with_numbers,
        numbers_reason=numbers_reason,
    )
    if folder.exists():
        raise Refused(_("%(name)s bestaat al. Kies een andere map.") % {"name": folder.name}, field="output")
    with (
        laid_out(
            client=client,
            parent=folder.parent,
            purpose=purpose,
            recipient=recipient,
            reason=reason,
            acting_user=acting_user,
            encrypted=with_numbers,
        ) as (found, beside),
        transaction.atomic(),
    ):
        log_export(
            client=client,
            purpose=purpose,
            recipient=recipient,
            reason=reason,
            channel=channel,
            numbers=cast("list[ClientIdentifier]", found.rows[NUMBERS]) if with_numbers else None,
            numbers_reason=numbers_reason,
            rows=sum(map(len, found.rows.values())),
            acting_user=acting_user,
        )
        beside.rename(folder)
    return folder


@contextmanager
def laid_out(
    *,
    client: Client,
    parent: Path,
    purpose: str,
    recipient: str,
    reason: str,
    acting_user: User,
    encrypted: bool = False,
) -> Iterator[tuple[ClientFile, Path]]:
    """Lay a whole file out in a folder under ``parent`` that is gone afterwards; yield its rows and that folder.

    Nothing is logged: whoever gives it does that (``log_export``). Call it outside every transaction.
    """
    found = collect(client, acting_user, private=purpose == ExportPurpose.RIGHTS, encrypted=encrypted)
    with tempfile.TemporaryDirectory(dir=parent, prefix=BESIDE) as name:
        beside = Path(name) / "dossier"
        beside.mkdir(mode=0o700)
        _fill(beside, found, purpose=purpose, recipient=recipient, reason=reason, acting_user=acting_user)
        yield found, beside


def _fill(folder: Path, found: ClientFile, *, purpose: str, recipient: str, reason: str, acting_user: User) -> None:
    now = timezone.now()
    (folder / DATA).write_text(as_text(as_data(found)), encoding="utf-8")
    paper = _paper(found, recipient, acting_user)
    (folder / PAPER).write_bytes(paper.content)
    (folder / AUDIT).write_text(_json(_audit_rows(found.client)), encoding="utf-8")
    (folder / GIVEN).write_text(_json(apart_rows(found)), encoding="utf-8")
    for row, file in files_of(found):
        _copy(row, file, folder / ATTACHMENTS / file.name)
    with translation.override(settings.LANGUAGE_CODE):
        told = {
            "number": found.client.number,
            "numbers": EXPLAINED_WITH if found.encrypted else EXPLAINED_WITHOUT,
        }
        (folder / READ_ME).write_text(EXPLAINED % told, encoding="utf-8")
    files = {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    contents = {
        "client": found.client.number,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "made_by": str(acting_user),
        "organisation": settings.ORGANISATION_NAME,
        "purpose": purpose,
        "recipient": recipient.strip(),
        "reason": reason.strip(),
        "pages": paper.pages,
        "encrypted_numbers": found.encrypted,
        "private_answers": found.private,
        "withheld": {label: number for label, number in found.withheld.items() if number},
        "rows": {label: len(rows) for label, rows in found.rows.items() if rows},
        "sha256": files,
    }
    (folder / CONTENTS).write_text(_json(contents), encoding="utf-8")


def _paper(found: ClientFile, recipient: str, acting_user: User) -> Paper:
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "client": found.client,
            "paper_title": _("Het hele dossier"),
            "paper_number": found.client.number,
            "paper_recipient": recipient,
            "paper_issued_at": timezone.now(),
            "paper_issued_by": acting_user,
            "organisation_name": settings.ORGANISATION_NAME,
            "sections": paper_sections(found),
            "withheld": [
                (file_models()[label].model._meta.verbose_name_plural, number)
                for label, number in found.withheld.items()
                if number
            ],
        }
    return render_template("overview/pdf/client_file.html", context)


def _copy(row: Any, file: Any, target: Path) -> None:  # noqa: ANN401 -- any row with a file
    """Copy a stored file; raise ``Refused`` when it is gone or is not what was stored."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    except FileNotFoundError as error:
        raise _not_whole(row) from error
    if hasattr(row, "sha256") and _digest(target) != row.sha256:
        raise _not_whole(row)


def _not_whole(row: Any) -> Refused:  # noqa: ANN401 -- any row with a file
    return Refused(
        _("%(document)s is niet meer zoals het is opgeslagen. Er is niets geëxporteerd. Meld dit bij uw beheerder.")
        % {"document": row}
    )


@transaction.atomic
def log_export(
    *,
    client: Client,
    purpose: str,
    recipient: str,
    reason: str,
    channel: str,
    rows: int,
    acting_user: User,
    numbers: Iterable[ClientIdentifier] | None = None,
    numbers_reason: str = "",
) -> Disclosure:
    """Write that a whole file was given: in the log of what was given to whom, and in the audit trail.

    ``numbers`` are those that went along readable, when that was asked for: each has the row that it has when it is shown.
    """
    ground = Ground.LAW if purpose == ExportPurpose.RIGHTS else Ground.CONSENT
    with translation.override(settings.LANGUAGE_CODE):
        told, basis = str(TOLD if numbers is None else TOLD_WITH), f"{ExportPurpose(purpose).label}: {reason.strip()}"
    given = Disclosure.objects.create(
        client=client,
        recipient_name=recipient.strip(),
        what=told,
        disclosed_at=timezone.now(),
        ground=ground,
        ground_text=basis[:300],
        channel=channel,
        by=acting_user,
    )
    record(
        AuditAction.EXPORT,
        acting_user=acting_user,
        client_number=client.number,
        obj=client,
        reason=basis,
        rule="may_export",
        details={
            "purpose": purpose,
            "private_answers": purpose == ExportPurpose.RIGHTS,
            "encrypted_numbers": numbers is not None,
            "channel": channel,
            "rows": rows,
        },
    )
    for number in numbers or ():
        record_shown(number, reason=numbers_reason.strip(), acting_user=acting_user)
    return given


def _audit_rows(client: Client) -> list[dict[str, Any]]:
    """Return who saw and did what in this file; not from which device, which is about the colleague."""
    numbers = list(family(client).values_list("number", flat=True))
    entries = AuditEntry.objects.filter(Q(client_number__in=numbers) | Q(subjects__client_number__in=numbers))
    return [
        {
            "at": entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "who": entry.actor_name,
            "roles": entry.actor_roles,
            "on_behalf_of": entry.on_behalf_of,
            "action": entry.action,
            "outcome": entry.outcome,
            "what": entry.object_type,
            "reason": entry.reason,
            "rule": entry.rule,
        }
        for entry in entries.order_by("pk").distinct().iterator()
    ]


def _json(data: Any) -> str:  # noqa: ANN401 -- any JSON
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
