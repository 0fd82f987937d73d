"""A warm handover: the talk in which the client is passed on, its checklist, and who stays reachable until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.models.reports import HandoverReport


class WarmHandover(models.Model):
    """The client present, old and new counsellor, often probation (docs/domain/practice.md, section 9)."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="warm_handovers")
    report = models.ForeignKey(
        HandoverReport, on_delete=models.PROTECT, null=True, blank=True, related_name="warm_handovers"
    )
    planned_at = models.DateTimeField(_("wanneer"))
    place = models.CharField(_("waar"), max_length=120)
    with_name = models.CharField(_("nieuwe begeleider"), max_length=120)
    with_organisation = models.CharField(_("organisatie of team"), max_length=120, blank=True)
    with_phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    reachable_name = models.CharField(_("wie blijft bereikbaar"), max_length=120)
    reachable_phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    reachable_until = models.DateField(_("tot en met"))
    held_at = models.DateTimeField(_("gehouden op"), null=True, blank=True)
    present = models.TextField(_("wie waren erbij"), blank=True)
    client_present = models.BooleanField(_("de cliënt was erbij"), null=True, blank=True)
    absent = models.TextField(_("wie was er niet, en waarom niet"), blank=True)
    client_view = models.TextField(_("hoe de cliënt het ziet"), blank=True)
    agreed = models.TextField(_("wat is afgesproken"), blank=True)
    cancelled_at = models.DateTimeField(_("gaat niet door sinds"), null=True, blank=True)
    cancel_reason = models.CharField(_("waarom het niet doorgaat"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("warme overdracht")
        verbose_name_plural = _("warme overdrachten")
        ordering = ("-planned_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(held_at=None, client_present=None)
                | Q(held_at__isnull=False, client_present=True)
                | (Q(held_at__isnull=False, client_present=False) & ~Q(absent="")),
                name="chain_warm_handover_client_or_why_not",
                violation_error_message=_("De cliënt was er niet bij. Schrijf op waarom."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False, held_at=None) & ~Q(cancel_reason="")),
                name="chain_warm_handover_cancelled_why",
                violation_error_message=_("Schrijf op waarom het niet doorgaat."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.with_name}"

    def get_absolute_url(self) -> str:
        """Return the page of the handover with its checklist."""
        return reverse("chain:warm_handover", args=[self.client.number, self.pk])

    @property
    def is_open(self) -> bool:
        """Return whether the talk is still to come."""
        return self.held_at is None and self.cancelled_at is None

    @property
    def new_side(self) -> str:
        """Return who takes over, in one line."""
        return ", ".join(part for part in (self.with_name, self.with_organisation) if part)


class WarmHandoverCheck(models.Model):
    """One line of the checklist: open, done, or not needed because."""

    handover = models.ForeignKey(WarmHandover, on_delete=models.CASCADE, related_name="checks")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("wat geregeld is"), max_length=200)
    done_at = models.DateTimeField(_("geregeld op"), null=True, blank=True)
    not_needed = models.CharField(_("waarom niet nodig"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("punt van de overdracht")
        verbose_name_plural = _("punten van de overdracht")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("handover", "order"), name="chain_handover_check_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(not_needed=""), name="chain_handover_check_done_or_not_needed"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="chain_handover_check_has_text"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be arranged."""
        return self.done_at is None and not self.not_needed
