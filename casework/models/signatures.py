"""A signature under something: drawn on the screen, typed, or set on paper. Which, in what name, and its strokes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.enums import SignatureKind
from casework.validators import STROKES_LONGEST, check_strokes

NAME_LONGEST = 160


@dataclass(frozen=True)
class Signature:
    """What somebody put under a text. ``strokes`` is SVG path data in a box of 600 by 200; empty unless drawn.

    Who stands behind it and when is for the row that keeps it: the account, and the time of the act.
    """

    kind: str = SignatureKind.TYPED
    name: str = ""
    strokes: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The columns of ``HandSigned`` in which it is kept."""
        return {"signature_kind": self.kind, "signature_name": self.name, "signature_strokes": self.strokes}


class HandSigned(models.Model):
    """A row that carries a signature; all three empty where none was set (yet)."""

    signature_kind = models.CharField(
        _("soort handtekening"), max_length=6, choices=SignatureKind, blank=True, editable=False
    )
    signature_name = models.CharField(_("naam onder de tekst"), max_length=NAME_LONGEST, blank=True, editable=False)
    signature_strokes = models.TextField(
        _("getekende handtekening"),
        max_length=STROKES_LONGEST,
        blank=True,
        editable=False,
        validators=[check_strokes],
    )

    class Meta:
        abstract = True

    # What a subclass puts in its constraints: strokes belong to what was drawn, a name to what was typed.
    whole: ClassVar[Q] = (
        Q(signature_kind="", signature_name="", signature_strokes="")
        | (Q(signature_kind=SignatureKind.DRAWN) & ~Q(signature_strokes=""))
        | (Q(signature_kind=SignatureKind.TYPED, signature_strokes="") & ~Q(signature_name=""))
        | Q(signature_kind=SignatureKind.PAPER, signature_strokes="")
    )

    @property
    def signature(self) -> Signature | None:
        """The signature of this row, or None."""
        if not self.signature_kind:
            return None
        return Signature(self.signature_kind, self.signature_name, self.signature_strokes)


def signature_is_whole(name: str) -> Any:  # noqa: ANN401 -- a constraint
    """Return the constraint that a signature is complete for its kind; for the ``Meta`` of a subclass."""
    return models.CheckConstraint(condition=HandSigned.whole, name=name)
