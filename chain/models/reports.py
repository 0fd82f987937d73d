"""A handover or report that is being written: its parts, what the client said of it, and the paper that came out."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import HandoverPurpose
from casework.models import Client, Document, DocumentRequest
from chain.enums import Channel, Ground, ReadingOutcome, ReportEnding, ReportState
from chain.models.agreements import Agreement

ISSUED = "An issued report is immutable; write a new one."


class HandoverReport(models.Model):
    """A report for one recipient and one purpose. It may change until it is issued; then the document holds.

    ``agreement`` is set when it goes to the officer of that agreement. ``revision`` goes up with every change, so that
    the second of two writers is shown the text of the first.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="handover_reports")
    purpose = models.CharField(_("waarvoor"), max_length=14, choices=HandoverPurpose)
    recipient_name = models.CharField(_("naam van de ontvanger"), max_length=80, blank=True)
    recipient_organisation = models.CharField(_("organisatie van de ontvanger"), max_length=80, blank=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="handover_reports"
    )
    since = models.DateField(_("over de periode vanaf"))
    until = models.DateField(_("tot en met"))
    ending = models.CharField(_("hoe het traject eindigt"), max_length=10, choices=ReportEnding, blank=True)
    why_not_fit = models.TextField(_("waarom het niet paste"), blank=True)
    channel = models.CharField(_("hoe het gegeven wordt"), max_length=10, choices=Channel, blank=True)
    ground = models.CharField(_("op welke grond"), max_length=12, choices=Ground, blank=True)
    ground_text = models.CharField(_("toelichting op de grond"), max_length=300, blank=True)
    request = models.OneToOneField(
        DocumentRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="handover_report"
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="handover_report"
    )
    dropped_at = models.DateTimeField(_("vervallen op"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("overdracht of verslag")
        verbose_name_plural = _("overdrachten en verslagen")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="chain_report_period",
                violation_error_message=_("De periode kan niet eindigen voor zij begint."),
            ),
            models.CheckConstraint(
                condition=~Q(ending=ReportEnding.NEGATIVE) | ~Q(why_not_fit=""),
                name="chain_report_negative_end_explained",
                violation_error_message=_("Leg uit waarom het niet paste: dat helpt bij een terugkeer."),
            ),
            models.CheckConstraint(
                condition=~(Q(recipient_name="") & Q(recipient_organisation="")),
                name="chain_report_has_recipient",
                violation_error_message=_("Vul in voor wie het is."),
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(dropped_at=None), name="chain_report_issued_or_dropped"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_purpose_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save while it is being written; raise ``TypeError`` once it was issued."""
        if self.pk and type(self).objects.filter(pk=self.pk, document__isnull=False).exists():
            raise TypeError(ISSUED)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the page of the report."""
        return reverse("chain:report", args=[self.client.number, self.pk])

    @property
    def recipient(self) -> str:
        """Return for whom it is, in one line."""
        return ", ".join(part for part in (self.recipient_name, self.recipient_organisation) if part)

    @property
    def outside(self) -> bool:
        """Return whether it leaves the organisation."""
        return self.purpose != HandoverPurpose.INSIDE

    @property
    def state(self) -> ReportState:
        """Return where the report stands; may query its request."""
        if self.document_id is not None:
            return ReportState.ISSUED
        if self.dropped_at is not None:
            return ReportState.DROPPED
        return ReportState.ISSUING if self.request is not None and self.request.failed_at is None else ReportState.DRAFT

    @property
    def is_draft(self) -> bool:
        """Return whether it may still change."""
        return self.state == ReportState.DRAFT


class HandoverPart(models.Model):
    """One section of a report: what the file proposed, what stands there now, and why it may or may not be shared.

    ``sources`` are pairs of words and address; ``ground`` says on which ground it may be shared, and is empty where
    ``why_not`` says why it was kept back. Somebody may take it in all the same: ``reason`` then says why.
    """

    report = models.ForeignKey(HandoverReport, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("onderdeel"), max_length=120)
    included = models.BooleanField(_("opnemen"))
    text = models.TextField(_("tekst"), blank=True)
    proposed = models.TextField(blank=True)
    sources = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    hint = models.CharField(max_length=300, blank=True)
    ground = models.CharField(max_length=300, blank=True)
    why_not = models.CharField(max_length=300, blank=True)
    reason = models.CharField(_("waarom toch opnemen"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("onderdeel")
        verbose_name_plural = _("onderdelen")
        ordering = ("order", "key")
        constraints = (
            models.UniqueConstraint(fields=("report", "key"), name="chain_part_once"),
            models.CheckConstraint(
                condition=Q(included=False) | ~Q(ground="") | ~Q(reason=""),
                name="chain_part_kept_back_or_why",
                violation_error_message=_("Schrijf op waarom dit toch gedeeld mag worden."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save while the report is being written; raise ``TypeError`` once it was issued."""
        if HandoverReport.objects.filter(pk=self.report_id, document__isnull=False).exists():
            raise TypeError(ISSUED)
        super().save(*args, **kwargs)

    @property
    def on_paper(self) -> bool:
        """Return whether the section comes on the paper: taken in, and not empty."""
        return self.included and bool(self.text.strip())

    @property
    def told_warnings(self) -> list[str]:
        """Return what is missing or old, for the paper: not what somebody wrote in himself since."""
        return [] if self.text.strip() and not self.proposed.strip() else list(self.warnings)


class ReportReading(models.Model):
    """What the client said after reading a report, and of which text. Written once; he may read it again."""

    report = models.ForeignKey(HandoverReport, on_delete=models.PROTECT, related_name="readings")
    outcome = models.CharField(_("wat de cliënt ervan vindt"), max_length=12, choices=ReadingOutcome)
    remark = models.TextField(_("in zijn eigen woorden"), blank=True)
    reason = models.CharField(_("waarom niet gelezen"), max_length=300, blank=True)
    text_sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField(_("wanneer"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("lezing door de cliënt")
        verbose_name_plural = _("lezingen door de cliënt")
        ordering = ("-read_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome=ReadingOutcome.DISAGREES) | ~Q(remark=""),
                name="chain_reading_disagreement_in_words",
                violation_error_message=_("Schrijf op wat er niet klopt."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=ReadingOutcome.COULD_NOT, remark="") & ~Q(reason="")
                | ~Q(outcome=ReadingOutcome.COULD_NOT) & Q(reason=""),
                name="chain_reading_not_read_why",
                violation_error_message=_("Schrijf op waarom de cliënt het niet las."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the reading once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "What the client said of a report is immutable; let him read it again."
            raise TypeError(msg)
        super().save(*args, **kwargs)


def digest_of_parts(report: HandoverReport, parts: list[HandoverPart]) -> str:
    """Return the digest of what a report says: a change of a word, a section or the end makes another."""
    told = [report.ending, report.why_not_fit, *(f"{one.key}\n{one.text}" for one in parts if one.on_paper)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
