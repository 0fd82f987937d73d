"""Reminders: one row for each duty and due date, made and closed by the sweep from the state of the files."""

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from overview.querysets import ReminderQuerySet


class Reminder(models.Model):
    """Something that is due for a client. ``duty_key`` names the duty and the row it is about.

    ``label`` says it in Dutch, ``translations`` in the other languages of the house, by language.
    """

    duty_key = models.CharField(_("plicht"), max_length=120)
    kind = models.CharField(_("soort"), max_length=40)
    label = models.CharField(_("wat"), max_length=200)
    translations = models.JSONField(_("wat, in andere talen"), default=dict, blank=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("cliënt"))
    due_on = models.DateField(_("uiterlijk"), db_index=True)
    basis = models.CharField(_("grondslag"), max_length=300, blank=True)
    url = models.CharField(_("waar"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("gemaakt op"), auto_now_add=True)
    closed_at = models.DateTimeField(_("afgesloten op"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("duty_key", "due_on"), name="overview_reminder_once_per_duty_and_date"),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.label}"

    @property
    def words(self) -> str:
        """Return what is due in the language of the page."""
        return str(self.translations.get(translation.get_language(), self.label))

    @property
    def is_late(self) -> bool:
        """Return whether the date has passed."""
        return self.due_on < timezone.localdate()


class ReminderRecipient(models.Model):
    """Whom a reminder is for: the owner of the duty, and whoever stands in for him."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")

    class Meta:
        verbose_name = _("ontvanger")
        verbose_name_plural = _("ontvangers")
        constraints = (models.UniqueConstraint(fields=("reminder", "user"), name="overview_recipient_once"),)

    def __str__(self) -> str:
        return f"{self.reminder}: {self.user}"
