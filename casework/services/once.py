"""A form that is sent twice gives one row: the token that the form carries is unique in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.querysets import every_row
from casework.models import FormDraft

if TYPE_CHECKING:
    from uuid import UUID

M = TypeVar("M", bound=models.Model)


def create_once(model: type[M], form_token: UUID, **fields: Any) -> tuple[M, bool]:
    """Create a row with this token, or return the one that an earlier click made, and whether it is new.

    The row is validated in full (``full_clean``). Raises ``Refused`` when a rule of the model is broken, in the words
    of that rule, or when the token was used for another client. The draft that the form kept while it was typed goes in
    the same transaction.
    """
    FormDraft.objects.filter(form_token=form_token).delete()
    earlier = every_row(model).filter(form_token=form_token).first()
    if earlier is None:
        row = model(form_token=form_token, **fields)
        refuse_if_invalid(row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            earlier = every_row(model).filter(form_token=form_token).first()
            if earlier is None:
                raise
        else:
            return row, True
    client = fields.get("client")
    if client is not None and getattr(earlier, "client_id", client.pk) != client.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere cliënt. Open het opnieuw."))
    return earlier, False


def refuse_if_invalid(row: models.Model) -> None:
    """Run every check of the model; raise ``Refused`` with the first sentence, at its field where it has one."""
    try:
        row.full_clean(exclude={"form_token"})
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise Refused(problems[0], field=None if field == NON_FIELD_ERRORS else field) from error
