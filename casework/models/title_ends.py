"""The end of a title: what is prepared before it, and who stays involved after it (docs/domain/practice.md, section 3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.enums import TitleEndGroup, TitleEndState
from casework.models.clients import Client
from casework.models.legal import ForensicTitle, ReferenceRow
from casework.models.recorded import RecordedOnce


class TitleEndItem(ReferenceRow):
    """A point of the checklist, and how many days before the end it is wanted."""

    group = models.CharField(_("groep"), max_length=20, choices=TitleEndGroup)
    days_before = models.PositiveSmallIntegerField(_("dagen voor het einde"))
    hint = models.CharField(_("waar het om gaat"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("punt van het omklapmoment")
        verbose_name_plural = _("punten van het omklapmoment")


class TitleEndStep(RecordedOnce):
    """What was recorded of one point for one title. The latest row is how it stands; those before it stay."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="title_end_steps")
    title = models.ForeignKey(ForensicTitle, on_delete=models.PROTECT, related_name="end_steps")
    item = models.ForeignKey(TitleEndItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("punt"))
    state = models.CharField(_("stand"), max_length=12, choices=TitleEndState)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("wie doet het")
    )
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    happened_on = models.DateField(_("gedaan op"), null=True, blank=True)
    note = models.CharField(_("toelichting"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stap naar het einde van de titel")
        verbose_name_plural = _("stappen naar het einde van de titel")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=TitleEndState.PLANNED) | Q(due_on__isnull=False),
                name="casework_title_end_planned_has_day",
                violation_error_message=_("Kies voor wanneer dit gedaan is."),
            ),
            models.CheckConstraint(
                condition=~Q(state=TitleEndState.DONE) | Q(happened_on__isnull=False),
                name="casework_title_end_done_has_day",
                violation_error_message=_("Kies de dag waarop dit is gedaan."),
            ),
            models.CheckConstraint(
                condition=~Q(state=TitleEndState.NOT_NEEDED) | ~Q(note=""),
                name="casework_title_end_not_needed_says_why",
                violation_error_message=_("Schrijf op waarom dit niet nodig is."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.item}"

    def get_absolute_url(self) -> str:
        """Return the page of the end of the title."""
        return reverse("casework:title_end_page", args=[self.client.number, self.title_id])


class ForensicInvolvement(RecordedOnce):
    """Who stays involved after the end of a title, what he does, and until when. A change is a new row in its place."""

    MAY_CHANGE = frozenset({"closed_on", "closing", "closed_by"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="involvements_after")
    title = models.ForeignKey(ForensicTitle, on_delete=models.PROTECT, related_name="involvements_after")
    who = models.CharField(_("wie blijft betrokken"), max_length=160)
    what = models.CharField(_("wat diegene doet"), max_length=500)
    valid_from = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("tot en met"))
    why_shorter = models.CharField(_("waarom korter dan drie maanden"), max_length=300, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    closed_on = models.DateField(_("afgesloten op"), null=True, blank=True)
    closing = models.CharField(_("hoe het is afgesloten"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("forensische betrokkenheid na de titel")
        verbose_name_plural = _("forensische betrokkenheid na de titel")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("title",), condition=Q(replaces=None), name="casework_involvement_first_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="casework_involvement_ends_after_start",
                violation_error_message=_(
                    "De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closing="", closed_by=None)
                | (Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(closing="")),
                name="casework_involvement_closed_whole",
                violation_error_message=_("Schrijf op hoe het is afgesloten."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.valid_from} - {self.valid_until}"

    def get_absolute_url(self) -> str:
        """Return the page of the end of the title."""
        return reverse("casework:title_end_page", args=[self.client.number, self.title_id])
