"""The client, who works with him, and where he stays."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, Location, Team, ends_after_start
from casework.enums import NEGATIVE_ENDS, AssignmentRole, Gender, StayEnd
from casework.models.withdrawable import StandingManager, Withdrawable, withdrawn_explained
from casework.querysets import ClientQuerySet, StayQuerySet


class Client(models.Model):
    """Somebody we support. Known everywhere by ``number``; his name never stands in an address, a log or a mail."""

    number = models.CharField(_("cliëntnummer"), max_length=20, unique=True)
    first_name = models.CharField(_("voornaam"), max_length=60)
    last_name = models.CharField(_("achternaam"), max_length=80)
    preferred_name = models.CharField(_("roepnaam"), max_length=60, blank=True)  # empty: the first name
    birth_date = models.DateField(_("geboortedatum"))
    gender = models.CharField(_("geslacht"), max_length=10, choices=Gender, default=Gender.UNKNOWN)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="clients", verbose_name=_("team"))
    horizon = models.CharField(_("stip op de horizon"), max_length=200, blank=True)  # in the client's own words
    form_token = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    # The file in which this one was merged. From then on it is read only: who writes, writes in the file that stayed.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed"
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("cliënt")
        verbose_name_plural = _("cliënten")
        ordering = ("last_name", "first_name", "pk")

    def __str__(self) -> str:
        return f"{self.called} {self.last_name}"

    def get_absolute_url(self) -> str:
        """Return the address of the client page."""
        return reverse("casework:client", args=[self.number])

    @property
    def called(self) -> str:
        """Return the name the client wants to be called by."""
        return self.preferred_name or self.first_name

    @property
    def age(self) -> int:
        """Return the age in whole years today."""
        today = timezone.localdate()
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (not had_birthday)


class Assignment(Dated):
    """Who works with a client, dated. It gives access while it holds."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("rol"), max_length=20, choices=AssignmentRole)

    class Meta:
        verbose_name = _("toewijzing")
        verbose_name_plural = _("toewijzingen")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(role=AssignmentRole.COUNSELLOR, valid_until=None),
                name="casework_one_open_counsellor",
                violation_error_message=_("Deze cliënt heeft al een persoonlijk begeleider."),
            ),
            models.CheckConstraint(
                condition=~Q(role=AssignmentRole.STAND_IN) | Q(valid_until__isnull=False),
                name="casework_stand_in_ends",
                violation_error_message=_("Waarnemen is tijdelijk. Schrijf op tot en met welke dag."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.user}"


class Stay(Withdrawable, Dated):
    """A stay at a location. A negative end demands the explanation why it did not fit."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="stays")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="stays", verbose_name=_("locatie"))
    end_kind = models.CharField(_("hoe het eindigde"), max_length=20, choices=StayEnd, blank=True)
    end_reason = models.TextField(_("waarom het eindigde"), blank=True)
    destination = models.ForeignKey(
        "casework.StayDestination", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    destination_words = models.CharField(_("waar naartoe"), max_length=160, blank=True)
    aftercare_until = models.DateField(_("bereikbaar tot en met"), null=True, blank=True)
    aftercare_by = models.CharField(_("bij wie de cliënt terechtkan"), max_length=160, blank=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    objects = StandingManager.from_queryset(StayQuerySet)()  # type: ignore[assignment, misc]
    including_withdrawn = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("verblijf")
        verbose_name_plural = _("verblijven")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(valid_until=None, withdrawn_at=None),
                name="casework_one_open_stay",
                violation_error_message=_("Deze cliënt verblijft al op een locatie. Sluit dat verblijf eerst af."),
            ),
            withdrawn_explained(),
            models.CheckConstraint(
                condition=~Q(end_kind__in=sorted(NEGATIVE_ENDS)) | ~Q(end_reason=""),
                name="casework_stay_negative_end_explained",
                violation_error_message=_("Leg uit waarom het niet paste: dat helpt bij een terugkeer."),
            ),
            models.CheckConstraint(
                condition=Q(aftercare_until=None) | ~Q(aftercare_by=""),
                name="casework_aftercare_by_somebody",
                violation_error_message=_("Schrijf op bij wie de cliënt na het verblijf terechtkan."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.location}"

    @property
    def is_negative(self) -> bool:
        """Return whether it ended because it did not fit."""
        return self.end_kind in NEGATIVE_ENDS
