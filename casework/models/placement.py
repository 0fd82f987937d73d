"""Asking for a place: the application, what was decided, what the intake needs, and what was asked about a place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.enums import SupportForm
from accounts.models import Location
from casework.enums import KnownAnswer
from casework.enums.placement import CLOSING, ApplicationSource, DecisionKind, IntakeState
from casework.models.clients import Client
from casework.models.documents import Document
from casework.models.legal import ReferenceRow
from casework.models.recorded import RecordedOnce
from casework.querysets import ApplicationQuerySet

WISH = ("wish_form", "wish_location", "wish_from", "wish_words")


class Wish(models.Model):
    """Abstract: what is wanted of a place."""

    wish_form = models.CharField(_("gewenste vorm"), max_length=20, choices=SupportForm, blank=True)
    wish_location = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gewenste locatie")
    )
    wish_from = models.DateField(_("gewenst vanaf"), null=True, blank=True)
    wish_words = models.TextField(_("wat de cliënt zelf wil"), blank=True, max_length=1000)

    class Meta:
        abstract = True


class Application(Wish, RecordedOnce):
    """Somebody asks for a place. ``closed_on`` is set once: by a refusal, a withdrawal, or the stay that begins.

    The wish is that of now; each that it took the place of is an ``EarlierWish``.
    """

    MAY_CHANGE = frozenset({"closed_on", *WISH})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="applications")
    received_on = models.DateField(_("binnengekomen op"))
    source = models.CharField(_("wie vraagt het"), max_length=20, choices=ApplicationSource)
    source_words = models.CharField(_("naam en organisatie"), max_length=160, blank=True)
    closed_on = models.DateField(_("afgesloten op"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(closed_on=None),
                name="casework_one_open_application",
                violation_error_message=_("Er loopt al een aanmelding. Ga daarmee verder."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_source_display()}"

    def get_absolute_url(self) -> str:
        """Return the page of the application."""
        return reverse("casework:application", args=[self.client.number, self.pk])


class EarlierWish(Wish, RecordedOnce):
    """A wish that another took the place of; ``recorded_by`` and ``recorded_at`` say who did that and when.

    Who wrote it down is who replaced the one before it, or who recorded the application.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="earlier_wishes")
    reason = models.CharField(_("waarom de wens veranderde"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("eerdere wens bij een aanmelding")
        verbose_name_plural = _("eerdere wensen bij een aanmelding")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.pk}"


class ApplicationDecision(RecordedOnce):
    """What was decided about an application on a day. ``place`` is the place given on the waiting list, from 1."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("besluit"), max_length=12, choices=DecisionKind)
    decided_on = models.DateField(_("besloten op"))
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("locatie")
    )
    place = models.PositiveSmallIntegerField(_("plek op de wachtlijst"), null=True, blank=True)
    reason = models.TextField(_("waarom"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("besluit over een aanmelding")
        verbose_name_plural = _("besluiten over aanmeldingen")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(CLOSING)) | ~Q(reason=""),
                name="casework_refusal_says_why",
                violation_error_message=_("Schrijf op waarom: dat helpt bij een volgende aanmelding."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(CLOSING)) | Q(location__isnull=False),
                name="casework_place_names_location",
                violation_error_message=_("Kies voor welke locatie."),
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(kind=DecisionKind.WAITING, place__gte=1),
                name="casework_place_on_waiting_list",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}: {self.get_kind_display()}"


class IntakeItem(ReferenceRow):
    """A point of the intake: what is needed before a placement, and how many days after the application it is wanted."""

    days = models.PositiveSmallIntegerField(_("dagen na de aanmelding"))
    hint = models.CharField(_("waar het om gaat"), max_length=300, blank=True)
    asks_setting = models.BooleanField(_("vraagt of het voor deze plek is gemaakt"), default=False)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("punt van de intake")
        verbose_name_plural = _("punten van de intake")


class IntakeStep(RecordedOnce):
    """How a point of the intake of one application stands. The latest row counts; those before it stay."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="intake_steps")
    item = models.ForeignKey(IntakeItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("punt"))
    state = models.CharField(_("stand"), max_length=12, choices=IntakeState)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("wie zorgt ervoor")
    )
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    for_this_setting = models.CharField(
        _("gemaakt voor deze plek"), max_length=10, choices=KnownAnswer, default=KnownAnswer.UNKNOWN
    )
    note = models.CharField(_("toelichting"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stap van de intake")
        verbose_name_plural = _("stappen van de intake")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=IntakeState.ASKED) | Q(due_on__isnull=False) & ~Q(note=""),
                name="casework_intake_asked_says_how",
                violation_error_message=_("Schrijf op hoe u hieraan komt, en kies een uiterste dag."),
            ),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.NOT_NEEDED) | ~Q(note=""),
                name="casework_intake_not_needed_says_why",
                violation_error_message=_("Schrijf op waarom dit niet nodig is."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}: {self.item}"


class PlacementAnswer(RecordedOnce):
    """What somebody answered to a question about a client at a location. The latest row of a question counts."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="placement_answers")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", verbose_name=_("locatie"))
    question = models.SlugField(_("vraag"), max_length=30)
    asked = models.TextField(_("zo werd het gevraagd"))  # the words of the question on that day
    text = models.TextField(_("antwoord"), max_length=1000)

    class Meta:
        verbose_name = _("antwoord over een plaatsing")
        verbose_name_plural = _("antwoorden over een plaatsing")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client.number}: {self.question}"
