"""A paper that was asked for and is laid out by a task: what was asked, how far it is, and what came out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import RequestState
from casework.models.clients import Client
from casework.models.documents import Document


class DocumentRequest(models.Model):
    """Somebody asked for a long paper. Where it stands follows from the row, so that a killed worker loses nothing.

    ``subject_id`` is the row of an upper app that the paper is about (a report), for the kinds that have one; the
    ``form_token`` becomes that of the document, so that finishing twice gives one.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="document_requests")
    kind = models.CharField(_("soort"), max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    recipient = models.CharField(_("voor wie"), max_length=160, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("gevraagd op"), auto_now_add=True)
    started_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("document")
    )
    failed_at = models.DateTimeField(_("mislukt op"), null=True, blank=True)
    refusal = models.TextField(_("waarom niet"), blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("gevraagd document")
        verbose_name_plural = _("gevraagde documenten")
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(document=None) | Q(failed_at=None), name="casework_request_made_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None, refusal="") | (Q(failed_at__isnull=False) & ~Q(refusal="")),
                name="casework_request_failure_explained",
            ),
        )
        indexes = (
            models.Index(
                fields=("requested_at",),
                condition=Q(document=None, failed_at=None),
                name="casework_request_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.kind}"

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is."""
        return reverse("casework:document_request", args=[self.client.number, self.pk])

    @property
    def state(self) -> RequestState:
        """Return where the paper stands."""
        if self.document_id is not None:
            return RequestState.DONE
        if self.failed_at is not None:
            return RequestState.FAILED
        return RequestState.WAITING if self.started_at is None else RequestState.WORKING

    @property
    def is_open(self) -> bool:
        """Return whether the paper is still to come."""
        return self.document_id is None and self.failed_at is None
