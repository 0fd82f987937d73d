"""The network of a client: who stands around him, as it was told on a day; nothing in it is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import (
    NARROW_RELATIONS,
    NOT_PERSONS,
    ChildInformed,
    ConsentGiver,
    ConsentScope,
    Gender,
    Influence,
    InvolvementQuestion,
    KnownAnswer,
    Relation,
    SupportKind,
)
from casework.enums.network import Generation
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce

ADULT_AGE, OWN_CONSENT_AGE = 18, 16
RINGS = 3


class NetworkMember(RecordedOnce):
    """Somebody or something around the client. What is known of it stands in its versions."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="network")

    class Meta:
        verbose_name = _("lid van het netwerk")
        verbose_name_plural = _("netwerk")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page of this member."""
        return reverse("casework:network_member", args=[self.client.number, self.pk])


class NetworkVersion(RecordedOnce):
    """What is known of a member from a day on. The newest that began holds; ``left_on`` ends the membership.

    A child under age has impact, safety and what it knows. A victim or third person has a designation and why it is
    needed, and no more: the database refuses the rest (docs/domain/law.md).
    """

    member = models.ForeignKey(NetworkMember, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("zo sinds"))
    left_on = models.DateField(_("uit het netwerk sinds"), null=True, blank=True)
    name = models.CharField(_("naam"), max_length=120)
    relation = models.CharField(_("relatie"), max_length=12, choices=Relation)
    gender = models.CharField(_("geslacht"), max_length=8, choices=Gender, default=Gender.UNKNOWN)
    birth_date = models.DateField(_("geboortedatum"), null=True, blank=True)
    support = models.JSONField(_("steun"), default=list, blank=True)
    influence = models.CharField(_("invloed"), max_length=10, choices=Influence, default=Influence.UNKNOWN)
    uses_substances = models.CharField(
        _("gebruikt middelen"), max_length=8, choices=KnownAnswer, default=KnownAnswer.UNKNOWN
    )
    contact_person = models.BooleanField(_("contactpersoon"), default=False)
    own_need = models.CharField(_("heeft zelf hulp nodig bij"), max_length=300, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    note = models.CharField(_("bijzonderheden"), max_length=500, blank=True)
    impact = models.CharField(_("wat het met het kind doet"), max_length=500, blank=True)
    safety = models.CharField(_("veiligheid van het kind"), max_length=500, blank=True)
    child_informed = models.CharField(_("wat het kind weet"), max_length=8, choices=ChildInformed, blank=True)
    ring = models.PositiveSmallIntegerField(
        _("hoe dichtbij"), default=2, validators=[MinValueValidator(1), MaxValueValidator(RINGS)]
    )
    angle = models.PositiveSmallIntegerField(
        _("plaats in de kring"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(345), StepValueValidator(15)],
        help_text=_("Graden met de klok mee vanaf boven, per 15; leeg is vanzelf."),
    )
    generation = models.PositiveSmallIntegerField(
        _("generatie in het genogram"),
        choices=Generation,
        null=True,
        blank=True,
        help_text=_("Leeg: volgt uit de relatie."),
    )
    row_place = models.PositiveSmallIntegerField(
        _("plaats in de rij van het genogram"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )

    class Meta:
        verbose_name = _("gegevens van een lid van het netwerk")
        verbose_name_plural = _("gegevens van het netwerk")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(relation__in=sorted(NARROW_RELATIONS))
                | Q(phone="", own_need="", contact_person=False, birth_date=None, child_informed=""),
                name="casework_network_narrow",
                violation_error_message=_("Van een slachtoffer of derde staat hier alleen een aanduiding en waarom."),
            ),
            models.CheckConstraint(
                condition=Q(child_informed="") | (~Q(impact="") & ~Q(safety="")),
                name="casework_network_child_is_whole",
                violation_error_message=_("Schrijf op wat het met het kind doet en hoe het met de veiligheid is."),
            ),
            models.CheckConstraint(condition=Q(ring__gte=1, ring__lte=RINGS), name="casework_network_ring"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_narrow(self) -> bool:
        """Return whether this is a victim or third person: never drawn, printed or handed over by default."""
        return self.relation in NARROW_RELATIONS

    @property
    def is_person(self) -> bool:
        """Return whether it is a person and no organisation."""
        return self.relation not in NOT_PERSONS

    @property
    def support_labels(self) -> list[str]:
        """Return the kinds of support in words, the first word of each."""
        return [str(SupportKind(one).label).split(":")[0] for one in self.support if one in SupportKind.values]

    def age_on(self, day: date) -> int | None:
        """Return the age on a day, where the date of birth is known."""
        if self.birth_date is None:
            return None
        had = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had)

    def is_minor_on(self, day: date) -> bool:
        """Return whether it is a child under age on a day."""
        age = self.age_on(day)
        return age is not None and age < ADULT_AGE


class InvolvementStep(RecordedOnce):
    """One answered question of one time that the order of questions was gone through. ``goes_on``: no reason to stop."""

    member = models.ForeignKey(NetworkMember, on_delete=models.PROTECT, related_name="involvement")
    turn = models.PositiveSmallIntegerField(_("keer"))
    question = models.CharField(_("vraag"), max_length=12, choices=InvolvementQuestion)
    said_yes = models.BooleanField(_("ja"))
    words = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vraag voor het betrekken")
        verbose_name_plural = _("vragen voor het betrekken")
        ordering = ("turn", "pk")
        constraints = (
            models.UniqueConstraint(fields=("member", "turn", "question"), name="casework_involvement_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.question}"

    @property
    def goes_on(self) -> bool:
        """Return whether the next question follows: yes, and at being overburdened no."""
        return self.said_yes != (self.question == InvolvementQuestion.OVERBURDENED)


class NetworkConsent(RecordedOnce):
    """Consent about one member: for what, by whom, from and until when; withdrawn on a day or not."""

    MAY_CHANGE = frozenset({"withdrawn_on", "withdrawn_why", "withdrawn_by", "withdrawn_at"})

    member = models.ForeignKey(NetworkMember, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(_("waarvoor"), max_length=10, choices=ConsentScope)
    given_by = models.CharField(_("door wie"), max_length=10, choices=ConsentGiver)
    valid_from = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("tot en met"), null=True, blank=True)
    words = models.CharField(_("afgesproken"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_why = models.CharField(_("waarom"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("intrekken vastgelegd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("toestemming over het netwerk")
        verbose_name_plural = _("toestemmingen over het netwerk")
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="casework_consent_ends_later",
                violation_error_message=_("De toestemming eindigt voordat zij begint. Controleer de datums."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("valid_from")),
                name="casework_consent_withdrawn_later",
                violation_error_message=_("Zij is ingetrokken voordat zij begon. Controleer de datum."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.scope}"

    def holds_on(self, day: date) -> bool:
        """Return whether it holds on a day; on the day of withdrawal it holds no longer."""
        return (
            self.valid_from <= day
            and (self.valid_until is None or self.valid_until >= day)
            and (self.withdrawn_on is None or self.withdrawn_on > day)
        )


# The fields of a version that a change takes over.
FACTS: tuple[str, ...] = (
    "name", "relation", "gender", "birth_date", "support", "influence", "uses_substances", "contact_person",
    "own_need", "phone", "note", "impact", "safety", "child_informed", "ring", "angle", "generation", "row_place",
)  # fmt: skip


def facts_of(version: NetworkVersion) -> dict[str, Any]:
    """Return what a version says, to begin the next one with."""
    return {name: getattr(version, name) for name in FACTS}
