"""What happened in the client's life that belongs beside the stoplight: a birth, a death, a job, a move."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import EventMeaning
from riskplans.models.monitoring import RecordedFact


class LifeEvent(RecordedFact):
    """An event on a day, and what it means to the client himself. It may lie ahead: a hearing, a birthday."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="life_events")
    happened_on = models.DateField(_("wanneer"))
    text = models.CharField(_("wat"), max_length=160)
    meaning = models.CharField(_("wat het met hem doet"), max_length=10, choices=EventMeaning)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("levensgebeurtenis")
        verbose_name_plural = _("levensgebeurtenissen")
        ordering = ("-happened_on", "-pk")
        indexes = (models.Index(fields=("client", "-happened_on"), name="riskplans_event_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.happened_on:%Y-%m-%d}"
