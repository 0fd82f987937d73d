"""Contact before the stay (*bajes-uit*): a track that starts in prison, and who stays involved after the move."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client, Commitment
from chain.enums import TrackOutcome


class PreReleaseTrack(models.Model):
    """From the first visit in prison to the move; the client chooses (docs/domain/practice.md, section 9).

    Its steps are commitments with this track as their origin; its contacts are notes of the kind ``in_prison``.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="pre_release_tracks")
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("bajes-uit-begeleider"),
    )
    institution = models.CharField(_("inrichting"), max_length=120)
    case_manager = models.CharField(_("casemanager van de inrichting"), max_length=120, blank=True)
    case_manager_phone = models.CharField(_("telefoon van de casemanager"), max_length=30, blank=True)
    started_on = models.DateField(_("begonnen op"))
    release_on = models.DateField(_("verwachte vrijlating"))
    client_choice = models.TextField(_("wat de cliënt zelf kiest"), blank=True)
    ended_on = models.DateField(_("afgesloten op"), null=True, blank=True)
    outcome = models.CharField(_("hoe het afliep"), max_length=12, choices=TrackOutcome, blank=True)
    outcome_text = models.TextField(_("toelichting"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("bajes-uit-traject")
        verbose_name_plural = _("bajes-uit-trajecten")
        ordering = ("-started_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(ended_on=None),
                name="chain_one_open_pre_release_track",
                violation_error_message=_("Er loopt al een bajes-uit-traject. Sluit dat eerst af."),
            ),
            models.CheckConstraint(
                condition=Q(release_on__gte=F("started_on")),
                name="chain_release_after_start",
                violation_error_message=_("De vrijlating ligt na het begin van het traject."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="chain_track_end_has_outcome",
                violation_error_message=_("Kies bij het afsluiten ook hoe het afliep."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", TrackOutcome.MOVED_IN)) | ~Q(outcome_text=""),
                name="chain_track_other_end_explained",
                violation_error_message=_("Schrijf op waarom het anders liep."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.institution}"

    def get_absolute_url(self) -> str:
        """Return the page of the track."""
        return reverse("chain:pre_release", args=[self.client.number, self.pk])

    @property
    def days_left(self) -> int:
        """Return the whole days until the release; negative when it has passed."""
        return (self.release_on - timezone.localdate()).days

    @property
    def steps(self) -> models.QuerySet[Commitment]:
        """Return the steps, in order of their dates; queries."""
        return Commitment.objects.filter(origin_type=PRE_RELEASE_ORIGIN, origin_id=self.pk)


PRE_RELEASE_ORIGIN = PreReleaseTrack._meta.label_lower


class StayingInvolved(models.Model):
    """Somebody whom the client trusts and who stays involved after the move, with what he does and until when."""

    track = models.ForeignKey(PreReleaseTrack, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("wie"), max_length=120)
    role = models.CharField(_("wie hij is"), max_length=120)
    does = models.CharField(_("wat hij doet na de verhuizing"), max_length=300)
    until = models.DateField(_("tot en met"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("wie betrokken blijft")
        verbose_name_plural = _("wie betrokken blijven")
        ordering = ("until", "pk")

    def __str__(self) -> str:
        return self.name
