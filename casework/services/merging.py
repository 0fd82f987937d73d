"""Making one file out of two, and undoing that.

One file stays, the other points at it. What may still change goes along, row by row, with a trail of what each value
was; what is sealed stays where it is and is read together with the rest (docs/architecture.md, "Two files that became
one").
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.querysets import every_row
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client, ClientMerge, MergeChange
from casework.registry.merging import MoveRule, merging
from casework.selectors.merging import obstacles
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import Model

    from accounts.models import User

CLIENT = "casework.Client"


@transaction.atomic
def merge_clients(
    *, survivor: Client, absorbed: Client, reason: str, form_token: UUID, acting_user: User
) -> ClientMerge:
    """Make one file out of two of the same person; ``absorbed`` points at ``survivor`` from now on.

    A team lead who sees both does this. A second call with the same token returns the merge of the first. Raises
    ``Refused`` for one and the same file, a file that was merged before, one that he may not see, and whatever has to be
    settled first (``casework.registry.merging``).
    """
    earlier = ClientMerge.objects.filter(form_token=form_token, survivor=survivor, absorbed=absorbed).first()
    if earlier is not None:
        return earlier
    _refuse_strangers(survivor, absorbed, acting_user=acting_user)
    locked = {one.pk: one for one in _locked(survivor.pk, absorbed.pk)}
    survivor, absorbed = locked[survivor.pk], locked[absorbed.pk]
    if survivor.merged_into_id or absorbed.merged_into_id:
        raise Refused(_("Eén van deze dossiers is al samengevoegd. Open het dossier dat is gebleven."))
    in_the_way = obstacles(survivor, absorbed)
    if in_the_way:
        raise Refused(in_the_way[0])
    merge, _new = create_once(
        ClientMerge, form_token, survivor=survivor, absorbed=absorbed, reason=reason.strip(), merged_by=acting_user
    )
    changes: list[MergeChange] = []
    for label, rule in merging.moves.items():
        changes += _move(merge, label, rule)
    for before in Client.objects.filter(merged_into=absorbed):
        changes.append(_set(merge, before, "merged_into_id", survivor.pk))
    changes.append(_set(merge, absorbed, "merged_into_id", survivor.pk))
    MergeChange.objects.bulk_create(changes)
    _audit(merge, acting_user=acting_user, details={"changes": len(changes)})
    return merge


def _refuse_strangers(*clients: Client, acting_user: User) -> None:
    standing = standing_of(acting_user)
    ids = {one.pk for one in clients}
    if len(ids) < len(clients):
        raise Refused(_("Dit is hetzelfde dossier. Kies het andere dossier van deze cliënt."), field="other")
    if not standing.has(Role.TEAM_LEAD):
        raise Refused(_("Samenvoegen doet de teamleider."))
    if Client.objects.visible_to(acting_user).filter(pk__in=ids).count() < len(ids):
        raise Refused(
            _("U kunt alleen dossiers samenvoegen die u allebei mag zien. Vraag de teamleider van het andere team."),
            field="other",
        )


def _locked(*ids: int) -> Iterable[Client]:
    """Return these clients, locked in one order whoever asks, so that two merges never wait for each other."""
    return Client.objects.select_for_update().filter(pk__in=ids).order_by("pk")


def _move(merge: ClientMerge, label: str, rule: MoveRule) -> list[MergeChange]:
    """Point the rows of one kind at the file that stays, and return what changed."""
    rows = list(merging.rows_of(label, merge.absorbed).select_for_update(of=("self",)))
    taken = _open_keys(label, rule, merge.survivor)
    changes: list[MergeChange] = []
    try:
        with transaction.atomic():
            for row in rows:
                if rule.one_open is not None and row.valid_until is None and _key(row, rule) in taken:
                    changes.append(_set(merge, row, "valid_until", max(row.valid_from, _yesterday())))
                changes.append(_set(merge, row, "client_id", merge.survivor_id))
    except IntegrityError as error:
        name = apps.get_model(label)._meta.verbose_name_plural
        raise Refused(
            _("In beide dossiers staat hetzelfde bij: %(kind)s. Sluit dat eerst af in één van de twee.")
            % {"kind": name}
        ) from error
    return changes


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def _key(row: Any, rule: MoveRule) -> tuple[Any, ...]:  # noqa: ANN401 -- a row of any registered model
    return tuple(getattr(row, name) for name in rule.one_open or ())


def _open_keys(label: str, rule: MoveRule, survivor: Client) -> set[tuple[Any, ...]]:
    if rule.one_open is None:
        return set()
    open_rows = merging.rows_of(label, survivor).filter(valid_until=None)
    return {_key(row, rule) for row in open_rows}


def _set(merge: ClientMerge, row: Model, name: str, value: int | date | None) -> MergeChange:
    """Change one value of one row past its own guard, and return the line of the trail."""
    before = getattr(row, name)
    every_row(type(row)).filter(pk=row.pk).update(**{name: value})
    return MergeChange(
        merge=merge, model=row._meta.label, row_id=row.pk, field=name, before=_text(before), after=_text(value)
    )


def _text(value: int | date | None) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def undo_merge(*, merge: ClientMerge, reason: str, acting_user: User) -> ClientMerge:
    """Make two files of one again: every value that still is what the merge made of it becomes what it was.

    What was written since stays in the file that stayed. A second call changes nothing. Raises ``Refused`` for somebody
    who is no team lead of the file that stayed, and while that file was itself merged into another.
    """
    if not (
        standing_of(acting_user).has(Role.TEAM_LEAD)
        and Client.objects.visible_to(acting_user).filter(pk=merge.survivor_id).exists()
    ):
        raise Refused(_("Terugdraaien doet de teamleider van het dossier dat is gebleven."))
    list(_locked(merge.survivor_id, merge.absorbed_id))
    merge = ClientMerge.objects.select_related("survivor", "absorbed").get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    put_back = 0
    try:
        with transaction.atomic():
            for change in merge.changes.order_by("-pk"):
                put_back += _put_back(change)
    except IntegrityError as error:
        raise Refused(
            _("Er is sindsdien iets vastgelegd dat botst met het oude dossier. Sluit dat eerst af.")
        ) from error
    merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), acting_user, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _audit(merge, acting_user=acting_user, details={"undone": True, "put_back": put_back})
    return merge


def _put_back(change: MergeChange) -> int:
    """Put one value back where it still is what the merge made of it. Return how many rows that were."""
    now = {change.field: change.after or None}
    rows = every_row(apps.get_model(change.model)).filter(pk=change.row_id, **now)
    put_back: int = rows.update(**{change.field: change.before or None})
    return put_back


def _audit(merge: ClientMerge, *, acting_user: User, details: dict[str, Any]) -> None:
    """Leave a row in the log of both files."""
    for one, other in ((merge.survivor, merge.absorbed), (merge.absorbed, merge.survivor)):
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=one.number,
            obj=merge,
            reason=merge.undone_reason or merge.reason,
            details={**details, "with": other.number},
        )
