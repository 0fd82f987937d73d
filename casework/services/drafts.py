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
from casework.models import Client, FormDraft
from casework.models.drafts import DRAFT_LIFE
from casework.registry import registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User

# Characters of all fields together: far more than the longest form holds.
LARGEST_DRAFT = 200_000
CLEANER = "concepten"


@transaction.atomic
def keep_draft(
    *,
    client: Client | None,
    form_token: UUID,
    form: str,
    path: str,
    fields: Mapping[str, Sequence[str]],
    acting_user: User,
    about: Sequence[Client] = (),
) -> FormDraft:
    """Keep what stands in a form now; the later call with one token replaces the earlier.

    ``form`` is a key of ``registry.draft_forms`` and ``path`` the address of the page. A form about several clients gives
    no ``client``; ``about`` are the files of those of whom something was typed. The audit trail gets one row when the
    draft begins, and one for each saving that names somebody for the first time. Raises ``Refused`` for an unknown form,
    for more than 200,000 characters, for a token that is somebody else's or belongs to another file or form, and when
    something was typed of a client who is not in ``about``.
    """
    known = registry.draft_forms.get(form)
    if known is None or (known.named is None) != (client is not None):
        raise Refused(_("Dit formulier houdt geen concept bij."))
    named = known.named(fields) if known.named else frozenset()
    if named - {one.pk for one in about}:
        raise Refused(
            _(
                "U noemt een cliënt van wie u het dossier niet meer mag openen. Haal het vinkje en de tekst bij hem weg; daarna wordt de rest weer bewaard."
            )
        )
    if sum(len(value) for values in fields.values() for value in values) > LARGEST_DRAFT:
        raise Refused(_("Dit concept is te groot om te bewaren. Kort de tekst in."))
    kept = {name: list(values) for name, values in fields.items()}
    draft, new = FormDraft.objects.select_for_update().get_or_create(
        form_token=form_token,
        defaults={"author": acting_user, "client": client, "form": form, "path": path, "fields": kept},
    )
    if (draft.author_id, draft.client_id, draft.form) != (acting_user.pk, client.pk if client else None, form):
        raise Refused(_("Dit concept hoort bij een ander formulier. Open het formulier opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number if client else "",
            subjects=sorted(one.number for one in about if one.pk in named),
            obj=draft,
            details={"form": form},
        )
    else:
        before = known.named(draft.fields) if known.named else frozenset()
        if added := sorted(one.number for one in about if one.pk in named - before):
            record(AuditAction.UPDATE, acting_user=acting_user, subjects=added, obj=draft, details={"form": form})
        draft.fields, draft.path = kept, path
        draft.save(update_fields=["fields", "path", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, draft: FormDraft, acting_user: User) -> None:
    """Throw an unfinished form away; what was typed is gone."""
    record(
        AuditAction.DELETE,
        acting_user=acting_user,
        client_number=draft.client.number if draft.client else "",
        subjects=_named_in(draft),
        obj=draft,
        details={"form": draft.form},
    )
    draft.delete()


def _named_in(draft: FormDraft) -> list[str]:
    """Return the numbers of the clients named in a draft about several."""
    form = registry.draft_forms.get(draft.form)
    if form is None or form.named is None:
        return []
    return sorted(Client.objects.filter(pk__in=form.named(draft.fields)).values_list("number", flat=True))


@transaction.atomic
def expire_drafts(*, now: datetime | None = None) -> int:
    """Throw away the drafts that nobody touched for fourteen days; return how many went. Twice changes nothing."""
    old = list(
        FormDraft.objects.select_for_update(of=("self",))
        .filter(saved_at__lt=(now or timezone.now()) - DRAFT_LIFE)
        .select_related("client")
    )
    if old:
        cleaner = service_account(CLEANER)
        for draft in old:
            discard_draft(draft=draft, acting_user=cleaner)
    return len(old)
