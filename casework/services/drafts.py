"""Unfinished forms: kept while they are typed, thrown away by their author or when nobody came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from accounts.services.users import service_account
from casework.models import FormDraft
from casework.models.drafts import DRAFT_LIFE
from casework.registry import registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client

# Characters of all fields together: far more than the longest form holds.
LARGEST_DRAFT = 200_000
CLEANER = "concepten"


@transaction.atomic
def keep_draft(
    *,
    client: Client,
    form_token: UUID,
    form: str,
    path: str,
    fields: Mapping[str, Sequence[str]],
    acting_user: User,
) -> FormDraft:
    """Keep what stands in a form now; the later call with one token replaces the earlier.

    ``form`` is a key of ``registry.draft_forms`` and ``path`` the address of the page. The audit trail gets one row, when
    the draft begins. Raises ``Refused`` for an unknown form, for more than 200,000 characters, and for a token that is
    somebody else's or belongs to another file or form.
    """
    if form not in registry.draft_forms:
        raise Refused(_("Dit formulier houdt geen concept bij."))
    if sum(len(value) for values in fields.values() for value in values) > LARGEST_DRAFT:
        raise Refused(_("Dit concept is te groot om te bewaren. Kort de tekst in."))
    kept = {name: list(values) for name, values in fields.items()}
    draft, new = FormDraft.objects.select_for_update().get_or_create(
        form_token=form_token,
        defaults={"author": acting_user, "client": client, "form": form, "path": path, "fields": kept},
    )
    if (draft.author_id, draft.client_id, draft.form) != (acting_user.pk, client.pk, form):
        raise Refused(_("Dit concept hoort bij een ander formulier. Open het formulier opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=draft,
            details={"form": form},
        )
    else:
        draft.fields, draft.path = kept, path
        draft.save(update_fields=["fields", "path", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, draft: FormDraft, acting_user: User) -> None:
    """Throw an unfinished form away; what was typed is gone."""
    record(
        AuditAction.DELETE,
        acting_user=acting_user,
        client_number=draft.client.number,
        obj=draft,
        details={"form": draft.form},
    )
    draft.delete()


@transaction.atomic
def expire_drafts(*, now: datetime | None = None) -> int:
    """Throw away the drafts that nobody touched for fourteen days; return how many went. Twice changes nothing."""
    old = list(
        FormDraft.objects.select_for_update()
        .filter(saved_at__lt=(now or timezone.now()) - DRAFT_LIFE)
        .select_related("client")
    )
    if old:
        cleaner = service_account(CLEANER)
        for draft in old:
            discard_draft(draft=draft, acting_user=cleaner)
    return len(old)
