"""Forensic titles and special conditions: reference rows with their basis, and the client's own, dated.

Facts and certainty: docs/domain/law.md. A title is never overwritten: a change of ground is a new title
(Besluit forensische zorg art. 6.2a(5)).
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Dated, ends_after_start
from casework.enums import Certainty, Supervision
from casework.enums.titles import Extendable, SuspensionRule, TitleEndKind
from casework.models.clients import Client
from casework.models.withdrawable import StandingManager, Withdrawable, withdrawn_explained
from casework.querysets import ForensicTitleQuerySet, SpecialConditionQuerySet


class ReferenceRow(models.Model):
    """Abstract: an editable row of reference data that carries its basis."""

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=160)
    basis = models.CharField(_("grondslag"), max_length=300, blank=True)
    certainty = models.CharField(_("zekerheid"), max_length=12, choices=Certainty, default=Certainty.BACKGROUND)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    in_use = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        abstract = True
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class TitleKind(ReferenceRow):
    """A kind of forensic title."""

    group = models.CharField(_("groep"), max_length=2)
    code = models.CharField(_("Vektis COD706"), max_length=10, blank=True, null=True)  # noqa: DJ001 -- unknown is not empty
    supervision = models.CharField(_("reclasseringstoezicht"), max_length=10, choices=Supervision)
    supervision_certainty = models.CharField(
        _("zekerheid van het toezicht"), max_length=12, choices=Certainty, blank=True
    )
    end_kind = models.CharField(_("soort einde"), max_length=10, choices=TitleEndKind, blank=True)
    extendable = models.CharField(_("te verlengen"), max_length=10, choices=Extendable, blank=True)
    end_rule = models.CharField(_("hoe de einddatum werkt"), max_length=400, blank=True)
    end_certainty = models.CharField(_("zekerheid van de einddatum"), max_length=12, choices=Certainty, blank=True)
    suspension = models.CharField(_("bij een schorsing"), max_length=10, choices=SuspensionRule, blank=True)
    suspension_rule = models.CharField(_("wat een schorsing doet"), max_length=400, blank=True)
    suspension_certainty = models.CharField(
        _("zekerheid over een schorsing"), max_length=12, choices=Certainty, blank=True
    )
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("soort forensische titel")
        verbose_name_plural = _("soorten forensische titel")


class ConditionKind(ReferenceRow):
    """A kind of special condition (art. 14c lid 2 Sr), or a kind below one of them (``sub_of``).

    ``check_plain`` and ``what_happens`` are said to the client, as ``must`` and ``own_choice`` are; ``pictogram`` is a
    name of static/img/pictograms.svg.
    """

    number = models.PositiveSmallIntegerField(_("nummer in de wet"), null=True, blank=True)
    sub_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="sub_kinds", null=True, blank=True, verbose_name=_("valt onder")
    )
    to_record = models.CharField(_("wat u vastlegt"), max_length=200, blank=True)
    checked_by = models.CharField(_("wie gewoonlijk controleert"), max_length=120, blank=True)
    check_plain = models.CharField(_("zo wordt gecontroleerd, in gewone woorden"), max_length=300, blank=True)
    what_happens = models.CharField(
        _("wat er gebeurt als het niet lukt, in gewone woorden"), max_length=300, blank=True
    )
    pictogram = models.SlugField(_("pictogram"), max_length=20, blank=True)
    check_method = models.CharField(_("hoe gecontroleerd"), max_length=160, blank=True)
    must = models.CharField(_("dit moet u"), max_length=300, blank=True)  # plain Dutch, for the client
    own_choice = models.CharField(_("hier beslist u zelf over"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("soort bijzondere voorwaarde")
        verbose_name_plural = _("soorten bijzondere voorwaarden")


class LifeDomain(ReferenceRow):
    """A life domain (own neutral set of twelve, editable), with the names it has in other models."""

    zrm = models.CharField(_("in de ZRM 2017"), max_length=160, blank=True)
    eight_phases = models.CharField(_("in het 8-fasenmodel"), max_length=160, blank=True)
    risc = models.CharField(_("in de RISc"), max_length=160, blank=True)
    positive_health = models.CharField(_("in positieve gezondheid"), max_length=160, blank=True)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("leefgebied")
        verbose_name_plural = _("leefgebieden")


class Term(ReferenceRow):
    """A term of the organisation, in days, with its basis: when something is due."""

    days = models.PositiveSmallIntegerField(_("dagen"))
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("termijn")
        verbose_name_plural = _("termijnen")


class ForensicTitle(Withdrawable, Dated):
    """A title of a client.

    ``valid_until`` is the end that counts now, with who confirmed it (``confirmed_by``; empty when it is calculated): both
    repeat the latest ``TitleEnd``, where every end that was determined stays. ``calculated_end`` is what was calculated last.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="titles")
    kind = models.ForeignKey(TitleKind, on_delete=models.PROTECT, related_name="titles", verbose_name=_("soort titel"))
    calculated_end = models.DateField(_("berekende einddatum"), null=True, blank=True)
    confirmed_by = models.CharField(_("einddatum bevestigd door"), max_length=120, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    objects = StandingManager.from_queryset(ForensicTitleQuerySet)()  # type: ignore[assignment, misc]
    including_withdrawn = ForensicTitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("forensische titel")
        verbose_name_plural = _("forensische titels")
        ordering = ("-valid_from", "-pk")
        constraints = (ends_after_start(), withdrawn_explained())

    def __str__(self) -> str:
        return f"{self.client.number}: {self.kind}"

    @property
    def days_left(self) -> int | None:
        """Return the whole days until the title ends; negative when it has ended, None when no end is known."""
        return None if self.valid_until is None else (self.valid_until - timezone.localdate()).days

    @property
    def end_is_confirmed(self) -> bool:
        """Return whether somebody confirmed the end date."""
        return bool(self.confirmed_by)


class SpecialCondition(Withdrawable, Dated):
    """A special condition set with a title, in the words of the decision."""

    title = models.ForeignKey(
        ForensicTitle, on_delete=models.PROTECT, related_name="conditions", verbose_name=_("titel")
    )
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="conditions")
    kind = models.ForeignKey(ConditionKind, on_delete=models.PROTECT, verbose_name=_("soort voorwaarde"))
    text = models.TextField(_("tekst uit de beslissing"))
    check_method = models.CharField(_("hoe gecontroleerd"), max_length=160, blank=True)
    checked_by = models.CharField(_("wie controleert"), max_length=120, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("vervangt")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("einde vastgelegd op"), null=True, blank=True)
    end_basis = models.CharField(_("wie besloot het, en waarom"), max_length=300, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = SpecialConditionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bijzondere voorwaarde")
        verbose_name_plural = _("bijzondere voorwaarden")
        ordering = ("kind__order", "pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="casework_condition_withdrawn_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.kind}"

    @property
    def is_over(self) -> bool:
        """Return whether its last day, or that of its title, has passed."""
        last = [day for day in (self.valid_until, self.title.valid_until) if day is not None]
        return bool(last) and min(last) < timezone.localdate()

    def held_on(self, day: date) -> bool:
        """Return whether it held on ``day``; what was taken back as a mistake never did."""
        return self.withdrawn_at is None and super().held_on(day)
