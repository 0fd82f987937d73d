"""Incidents: what happened, apart from what we think of it; each file keeps its own part.

The incident itself holds coded facts only. Everything in words stands in the part of one client, so that the file of one
says nothing of another. Terms and bodies: docs/domain/risk.md.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import Body, Calamity, FollowUpKind, IncidentRole, Injury, Police, Seriousness
from riskplans.models.monitoring import RecordedFact
from riskplans.models.reference import IncidentKind


class Incident(RecordedFact):
    """What is the same for everybody in it."""

    kind = models.ForeignKey(IncidentKind, on_delete=models.PROTECT, verbose_name=_("soort incident"))
    occurred_at = models.DateTimeField(_("wanneer was het"))
    established_at = models.DateTimeField(_("wanneer is het vastgesteld"))  # terms count from here
    place = models.CharField(_("waar was het"), max_length=160)
    seriousness = models.CharField(_("hoe ernstig"), max_length=10, choices=Seriousness)
    calamity = models.CharField(_("calamiteit"), max_length=6, choices=Calamity, default=Calamity.NO)
    wmo_support = models.BooleanField(_("bij Wmo-ondersteuning"), default=False)
    forensic_care = models.BooleanField(_("in forensische zorg"), default=False)
    police = models.CharField(_("politie"), max_length=10, choices=Police, default=Police.NONE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidenten")
        ordering = ("-occurred_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(established_at__gte=F("occurred_at")),
                name="riskplans_incident_established_later",
                violation_error_message=_("Vaststellen kan niet voor het incident. Controleer de tijden."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_at:%Y-%m-%d}"


class IncidentPart(RecordedFact):
    """The incident as it stands in the file of one client: facts, and apart from them what we make of it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="parts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="incident_parts")
    role = models.CharField(_("wat was de cliënt hierin"), max_length=10, choices=IncidentRole)
    facts = models.TextField(_("wat is er gezien en gehoord"), max_length=4000)
    interpretation = models.TextField(_("wat wij ervan denken"), max_length=4000, blank=True)
    client_words = models.TextField(_("in de woorden van de cliënt"), max_length=2000, blank=True)
    measures = models.TextField(_("wat is er meteen gedaan"), max_length=4000, blank=True)
    injury = models.CharField(_("letsel van de cliënt"), max_length=10, choices=Injury, default=Injury.NONE)
    injury_note = models.CharField(_("toelichting op het letsel"), max_length=300, blank=True)
    police_note = models.CharField(_("toelichting op de politie"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("incident in een dossier")
        verbose_name_plural = _("incidenten in dossiers")
        ordering = ("-incident__occurred_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "client"),
                name="riskplans_incident_once_per_file",
                violation_error_message=_("Dit incident staat al in dit dossier. Voeg een aanvulling toe."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.incident}"

    def get_absolute_url(self) -> str:
        """Return the address of the incident in this file."""
        return reverse("riskplans:incident", args=[self.client.number, self.pk])


class IncidentReport(RecordedFact):
    """Who was told, when and how. Of the organisation as a whole, or about one client (``part``)."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reports")
    part = models.ForeignKey(IncidentPart, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    body = models.CharField(_("wie is ingelicht"), max_length=12, choices=Body)
    told_at = models.DateTimeField(_("wanneer"))
    how = models.CharField(_("hoe, en door wie"), max_length=200)
    reference = models.CharField(_("kenmerk"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ingelicht over een incident")
        verbose_name_plural = _("ingelicht over incidenten")
        ordering = ("told_at", "pk")

    def __str__(self) -> str:
        return f"{self.incident}: {self.get_body_display()}"


class CalamityDecision(RecordedFact):
    """What came out of the doubt whether an incident is a calamity; the latest one counts."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    is_calamity = models.BooleanField(_("calamiteit"))
    reason = models.CharField(_("waarom"), max_length=500)
    decided_at = models.DateTimeField(_("wanneer"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("beslissing over een calamiteit")
        verbose_name_plural = _("beslissingen over calamiteiten")
        ordering = ("decided_at", "pk")

    def __str__(self) -> str:
        return f"{self.incident}: {self.is_calamity}"


class IncidentFollowUp(RecordedFact):
    """What is added to an incident in one file: analysis, what followed, or a correction with its reason."""

    part = models.ForeignKey(IncidentPart, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(_("wat voegt u toe"), max_length=10, choices=FollowUpKind)
    text = models.TextField(_("tekst"), max_length=4000)
    reason = models.CharField(_("waarom"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("vervolg op een incident")
        verbose_name_plural = _("vervolg op incidenten")
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=FollowUpKind.CORRECTION) | ~Q(reason=""),
                name="riskplans_incident_correction_reason",
                violation_error_message=_("Schrijf op waarom u corrigeert."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.part}: {self.get_kind_display()}"
