"""Contact notes: immutable once written; a correction is an addendum."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import AddendumKind, ConditionOutcome, NoShowReason, NoteKind, NoteVisibility, ParticipantRole
from casework.models.appointments import Appointment
from casework.models.clients import Client
from casework.models.legal import LifeDomain, SpecialCondition
from casework.models.plans import Goal
from casework.models.steps import GoalStep
from casework.querysets import ContactNoteQuerySet

LONGEST_CONTACT_MINUTES = 24 * 60


class GroupContact(models.Model):
    """An activity with several clients: what they share. Each file has a note of its own, and shows only that."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("groepscontact")
        verbose_name_plural = _("groepscontacten")

    def __str__(self) -> str:
        return f"groep {self.pk}"


class ContactNote(models.Model):
    """What happened in one contact, and what went well."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("soort contact"), max_length=20, choices=NoteKind)
    occurred_at = models.DateTimeField(_("wanneer"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("duur in minuten"),
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_CONTACT_MINUTES)],
    )
    place = models.CharField(_("waar"), max_length=120, blank=True)
    names = models.CharField(_("wie erbij waren, met naam"), max_length=200, blank=True)
    # Empty: he came, or the note is older than the question.
    no_show_reason = models.CharField(_("reden van niet komen"), max_length=15, choices=NoShowReason, blank=True)
    visibility = models.CharField(
        _("wie dit leest"), max_length=10, choices=NoteVisibility, default=NoteVisibility.TEAM
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("wie dit ook leest")
    )
    group = models.ForeignKey(GroupContact, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    domains = models.ManyToManyField(LifeDomain, blank=True, related_name="notes", verbose_name=_("leefgebieden"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="notes", verbose_name=_("doelen"))
    steps = models.ManyToManyField(GoalStep, blank=True, related_name="notes", verbose_name=_("stappen"))
    text = models.TextField(_("wat is er besproken of gebeurd"))
    went_well = models.TextField(_("wat ging goed"), blank=True)
    client_view = models.TextField(_("in de woorden van de cliënt"), blank=True)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("afspraak")
    )
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacten")
        ordering = ("-occurred_at", "-pk")
        indexes = (
            models.Index(fields=("client", "-occurred_at"), name="casework_note_by_client"),
            # For a search through many files, newest first.
            models.Index(fields=("-occurred_at", "-id"), name="casework_note_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(no_show_reason="") | Q(kind=NoteKind.NO_SHOW),
                name="casework_note_reason_of_no_show",
                violation_error_message=_("Een reden van niet komen hoort bij een contact dat niet doorging."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.occurred_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the note once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A contact note is immutable; write an addendum."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the note."""
        return reverse("casework:note", args=[self.client.number, self.pk])


class NoteParticipant(models.Model):
    """Who took part in a contact beside its author, by what he is to the client."""

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="participants")
    role = models.CharField(_("wie"), max_length=20, choices=ParticipantRole)

    class Meta:
        verbose_name = _("aanwezige")
        verbose_name_plural = _("aanwezigen")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("note", "role"), name="casework_participant_once_per_note"),)

    def __str__(self) -> str:
        return self.get_role_display()


class NoteAddendum(models.Model):
    """A correction or addition to a note, with who, when and why; or the client's own view of it."""

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=12, choices=AddendumKind, default=AddendumKind.CORRECTION)
    text = models.TextField(_("aanvulling"))
    reason = models.CharField(_("waarom"), max_length=200, blank=True)  # a view of the client needs none
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("aanvulling")
        verbose_name_plural = _("aanvullingen")
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=AddendumKind.CLIENT_VIEW) | ~Q(reason=""),
                name="casework_addendum_has_reason",
                violation_error_message=_("Schrijf op waarom u de aanvulling maakt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.note}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the addition once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "An addendum is immutable; write another one."
            raise TypeError(msg)
        super().save(*args, **kwargs)


class ConditionTouch(models.Model):
    """What a contact showed of a special condition."""

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="condition_touches")
    condition = models.ForeignKey(SpecialCondition, on_delete=models.PROTECT, related_name="touches")
    outcome = models.CharField(_("uitkomst"), max_length=10, choices=ConditionOutcome)

    class Meta:
        verbose_name = _("voorwaarde in een contact")
        verbose_name_plural = _("voorwaarden in een contact")
        constraints = (models.UniqueConstraint(fields=("note", "condition"), name="casework_touch_once_per_note"),)

    def __str__(self) -> str:
        return f"{self.condition}: {self.get_outcome_display()}"
