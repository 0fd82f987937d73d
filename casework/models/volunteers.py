"""Volunteers: who goes along with which client, the introduction talk, the training, the logbook and the talks about it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums.volunteers import ClickOutcome, MatchEnd
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce

LONGEST_VISIT_MINUTES = 24 * 60
USER = settings.AUTH_USER_MODEL


class VolunteerTraining(RecordedOnce):
    """A volunteer did the basic training that every match needs."""

    volunteer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("vrijwilliger"))
    name = models.CharField(_("welke training"), max_length=160)
    completed_on = models.DateField(_("afgerond op"))

    class Meta:
        verbose_name = _("basistraining van een vrijwilliger")
        verbose_name_plural = _("basistrainingen van vrijwilligers")
        ordering = ("-completed_on", "-pk")

    def __str__(self) -> str:
        return self.name


class VolunteerMatch(RecordedOnce):
    """A client and a volunteer, brought together by a coordinator. It is active between its start and its end."""

    MAY_CHANGE = frozenset({"started_on", "started_by", "ended_on", "end_kind", "end_why", "ended_by"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="volunteer_matches")
    volunteer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("vrijwilliger"))
    coordinator = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("coördinator"))
    purpose = models.CharField(_("wat ze samen gaan doen"), max_length=300)
    proposed_on = models.DateField(_("voorgesteld op"))
    started_on = models.DateField(_("begonnen op"), null=True, blank=True)
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("geëindigd op"), null=True, blank=True)
    end_kind = models.CharField(_("waarom"), max_length=10, choices=MatchEnd, blank=True)
    end_why = models.CharField(_("toelichting"), max_length=300, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("koppeling met een vrijwilliger")
        verbose_name_plural = _("koppelingen met vrijwilligers")
        ordering = ("-proposed_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "volunteer"),
                condition=Q(ended_on=None),
                name="casework_match_once",
                violation_error_message=_("Deze vrijwilliger is al aan deze cliënt gekoppeld."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_kind="") | (Q(ended_on__isnull=False) & ~Q(end_kind="")),
                name="casework_match_end_has_reason",
                violation_error_message=_("Kies waarom de koppeling eindigt."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("proposed_on")),
                name="casework_match_ends_later",
                violation_error_message=_("De koppeling eindigt voordat zij begint. Controleer de datum."),
            ),
        )

    def __str__(self) -> str:
        return _("%(volunteer)s en %(client)s") % {"volunteer": self.volunteer, "client": self.client.called}

    @property
    def is_active(self) -> bool:
        """Return whether it started and did not end."""
        return self.started_on is not None and self.ended_on is None

    def get_absolute_url(self) -> str:
        """Return the page of this match, for who coordinates it or keeps the file."""
        return reverse("casework:match", args=[self.pk])


class IntroductionTalk(RecordedOnce):
    """The introduction talk (*klikgesprek*), with what each of the parties said afterwards."""

    match = models.ForeignKey(VolunteerMatch, on_delete=models.PROTECT, related_name="introductions")
    held_on = models.DateField(_("gehouden op"))
    of_client = models.CharField(_("de cliënt"), max_length=6, choices=ClickOutcome)
    of_volunteer = models.CharField(_("de vrijwilliger"), max_length=6, choices=ClickOutcome)
    of_coordinator = models.CharField(_("de coördinator"), max_length=6, choices=ClickOutcome)
    # Empty: the counsellor was not there.
    of_counsellor = models.CharField(_("de begeleider"), max_length=6, choices=ClickOutcome, blank=True)
    agreed = models.TextField(_("wat is afgesproken"), max_length=2000)

    class Meta:
        verbose_name = _("klikgesprek")
        verbose_name_plural = _("klikgesprekken")
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.match_id}: {self.held_on:%Y-%m-%d}"

    @property
    def clicked(self) -> bool:
        """Return whether client, volunteer and coordinator said yes, and the counsellor did not say no."""
        said = {self.of_client, self.of_volunteer, self.of_coordinator}
        return said == {ClickOutcome.YES} and self.of_counsellor != ClickOutcome.NO


class VolunteerLog(RecordedOnce):
    """What a volunteer wrote in his logbook. ``is_safety`` lifts the secrecy: the counsellor hears of it at once."""

    MAY_CHANGE = frozenset({"seen_by", "seen_at", "seen_what"})

    match = models.ForeignKey(VolunteerMatch, on_delete=models.PROTECT, related_name="logs")
    happened_on = models.DateField(_("wanneer"))
    minutes = models.PositiveSmallIntegerField(
        _("hoe lang, in minuten"), default=60, validators=[MaxValueValidator(LONGEST_VISIT_MINUTES)]
    )
    text = models.TextField(_("wat hebben jullie gedaan"), max_length=4000)
    went_well = models.CharField(_("wat ging goed"), max_length=300, blank=True)
    is_safety = models.BooleanField(_("gaat over veiligheid"), default=False)
    seen_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(_("opgepakt op"), null=True, blank=True)
    seen_what = models.CharField(_("wat ermee is gedaan"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("regel in het logboek van een vrijwilliger")
        verbose_name_plural = _("logboek van vrijwilligers")
        ordering = ("-happened_on", "-pk")
        indexes = (
            models.Index(
                fields=("recorded_at",), condition=Q(is_safety=True, seen_at=None), name="casework_open_safety"
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.happened_on:%Y-%m-%d}"


class VolunteerTalk(RecordedOnce):
    """A supervision talk of the coordinator with a volunteer about a match, and when the next one is."""

    match = models.ForeignKey(VolunteerMatch, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField(_("gehouden op"))
    text = models.TextField(_("wat is besproken"), max_length=2000)
    next_on = models.DateField(_("volgend gesprek op"))

    class Meta:
        verbose_name = _("begeleidingsgesprek met een vrijwilliger")
        verbose_name_plural = _("begeleidingsgesprekken met vrijwilligers")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(next_on__gt=F("held_on")),
                name="casework_next_talk_is_later",
                violation_error_message=_("Kies voor het volgende gesprek een dag na dit gesprek."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.held_on:%Y-%m-%d}"
