"""What hard words on papers for clients mean: reference data of the organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models.legal import ReferenceRow


class HardWord(ReferenceRow):
    """A word that is explained at the end of a paper for a client who reads with difficulty."""

    forms = models.CharField(
        _("andere vormen"),
        max_length=200,
        blank=True,
        help_text=_(
            "Meervoud en vervoegingen, met komma’s ertussen. Bijvoorbeeld: voorwaarden, bijzondere voorwaarde."
        ),
    )
    plain = models.CharField(
        _("wat het betekent"),
        max_length=300,
        help_text=_("Korte zinnen, gewone woorden, en ‘u’. Zo komt het op het papier van de cliënt."),
    )
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("moeilijk woord")
        verbose_name_plural = _("moeilijke woorden")

    @property
    def looked_for(self) -> tuple[str, ...]:
        """Return the word and its other forms, as they are looked for on a paper."""
        return tuple(word.strip() for word in (self.name, *self.forms.split(",")) if word.strip())
