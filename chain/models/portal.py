"""What goes to and fro in the partner portal: papers of a partner, shared notes, and the empty mails about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Client, Document
from chain.enums import AlertKind, PartnerPaper, Seat
from chain.models.agreements import Agreement
from chain.models.written_once import WrittenOnce


class PartnerDocument(WrittenOnce):
    """A paper that a partner brought in. It was made elsewhere, for another setting, and is shown so."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="partner_documents")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="partner_documents")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="from_partner")
    kind = models.CharField(_("wat het is"), max_length=20, choices=PartnerPaper)
    made_by = models.CharField(_("gemaakt door"), max_length=160)
    made_on = models.DateField(_("gemaakt op"))
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(_("ingebracht op"), auto_now_add=True)

    class Meta:
        verbose_name = _("stuk van een ketenpartner")
        verbose_name_plural = _("stukken van ketenpartners")
        ordering = ("-brought_at", "-pk")

    def __str__(self) -> str:
        return f"{self.document}"


class SharedNote(WrittenOnce):
    """A short note between organisation and officer under an agreement; the client may read it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="shared_notes")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="shared_notes")
    seat = models.CharField(_("van"), max_length=12, choices=Seat)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("notitie"), max_length=2000)
    written_at = models.DateTimeField(_("geschreven op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("gedeelde notitie")
        verbose_name_plural = _("gedeelde notities")
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_seat_display()}"


class PortalAlert(models.Model):
    """Something new for a partner that is no notification. The mail says that it is there, and never what."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="portal_alerts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("soort"), max_length=10, choices=AlertKind)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(_("sinds"), auto_now_add=True)
    announced_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    message_id = models.CharField(_("berichtkenmerk van de mail"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("nieuws in het portaal")
        verbose_name_plural = _("nieuws in het portaal")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.get_kind_display()}"
