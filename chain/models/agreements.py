"""The three-party agreement (*samenwerkingsafspraken*): versions, what each party said of them, and its rules.

The states and their steps stand in ``chain/services/agreements.py``; the constraints here hold whatever writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.enums import AgreementStatus, Channel, Decision, Informer, Party, RuleEvent
from chain.models.meetings import ThreePartyMeeting
from chain.querysets import PROPOSALS, AgreementQuerySet

CLAUSES = ("roles", "contact_rhythm", "control", "client_leads", "sharing")
STATE_FIELDS = frozenset({"status", "in_force_at", "ended_at", "end_reason", "stale_since", "stale_reason"})


def digest_of(frozen: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a frozen text, the same on every machine and database."""
    text = json.dumps(frozen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Agreement(models.Model):
    """One version of what client, organisation and officer agree on.

    ``frozen`` is the text as it was offered, with the title and conditions it rests on; ``frozen_sha256`` its digest.
    Once offered, only the state fields change.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="agreements")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("toezichthouder"),
    )
    version = models.PositiveSmallIntegerField(_("versie"), default=1)
    status = models.CharField(
        _("stand"), max_length=12, choices=AgreementStatus, default=AgreementStatus.DRAFTED, editable=False
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("vervangt versie"),
    )
    meeting = models.ForeignKey(
        ThreePartyMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("driegesprek"),
    )
    roles = models.TextField(_("wie doet wat"))
    contact_rhythm = models.TextField(_("hoe vaak we elkaar zien"))
    control = models.TextField(_("welke controle er is"), blank=True)
    client_leads = models.TextField(_("waar de cliënt zelf de leiding heeft"))
    sharing = models.TextField(_("wat we met elkaar delen"))
    evaluate_on = models.DateField(_("evalueren op"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    offered_at = models.DateTimeField(_("voorgelegd op"), null=True, editable=False)
    in_force_at = models.DateTimeField(_("van kracht sinds"), null=True, editable=False)
    ended_at = models.DateTimeField(_("geëindigd op"), null=True, editable=False)
    end_reason = models.CharField(_("waarom het eindigde"), max_length=300, blank=True)
    stale_since = models.DateTimeField(_("verouderd sinds"), null=True, editable=False)
    stale_reason = models.CharField(_("waarom verouderd"), max_length=300, blank=True)
    frozen = models.JSONField(_("vastgezette tekst"), null=True, editable=False)
    frozen_sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64, blank=True, editable=False)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("samenwerkingsafspraken")
        verbose_name_plural = _("samenwerkingsafspraken")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("client", "officer", "version"), name="chain_agreement_version_once"),
            models.UniqueConstraint(
                fields=("client", "officer"),
                condition=Q(status=AgreementStatus.IN_FORCE),
                name="chain_one_agreement_in_force",
                violation_error_message=_("Er zijn al samenwerkingsafspraken van kracht met deze toezichthouder."),
            ),
            models.UniqueConstraint(
                fields=("client", "officer"),
                condition=Q(status__in=PROPOSALS),
                name="chain_one_agreement_proposed",
                violation_error_message=_("Er ligt al een voorstel. Rond dat af of trek het in."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(offered_at=None, frozen__isnull=True, frozen_sha256="")
                    | (Q(offered_at__isnull=False, frozen__isnull=False) & ~Q(frozen_sha256=""))
                ),
                name="chain_agreement_offered_is_frozen",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=AgreementStatus.DRAFTED, offered_at=None, in_force_at=None, ended_at=None)
                    | Q(
                        status=AgreementStatus.OFFERED,
                        offered_at__isnull=False,
                        in_force_at=None,
                        ended_at=None,
                    )
                    | Q(
                        status=AgreementStatus.IN_FORCE,
                        offered_at__isnull=False,
                        in_force_at__isnull=False,
                        ended_at=None,
                    )
                    | Q(
                        status=AgreementStatus.SUPERSEDED,
                        offered_at__isnull=False,
                        in_force_at__isnull=False,
                        ended_at__isnull=False,
                    )
                    | Q(status=AgreementStatus.ENDED, ended_at__isnull=False)
                ),
                name="chain_agreement_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=~Q(status=AgreementStatus.ENDED) | ~Q(end_reason=""),
                name="chain_agreement_end_explained",
                violation_error_message=_("Schrijf op waarom de afspraken eindigen."),
            ),
            models.CheckConstraint(
                condition=Q(stale_since=None, stale_reason="")
                | (Q(stale_since__isnull=False, offered_at__isnull=False) & ~Q(stale_reason="")),
                name="chain_agreement_stale_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise ``TypeError`` when anything but the state of an offered version would be written."""
        if not self._state.adding and Agreement.objects.filter(pk=self.pk, offered_at__isnull=False).exists():
            written: Iterable[str] | None = kwargs.get("update_fields")
            if written is None or not set(written) <= STATE_FIELDS:
                msg = "An offered agreement is frozen; draft a new version."
                raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of this version on the organisation's side."""
        return reverse("chain:agreement", args=[self.client.number, self.pk])

    @property
    def is_stale(self) -> bool:
        """Return whether the title or conditions changed after this version was offered."""
        return self.stale_since is not None

    @property
    def is_open(self) -> bool:
        """Return whether the version is being written or waits for the parties."""
        return self.status in PROPOSALS

    @property
    def is_intact(self) -> bool:
        """Return whether the frozen text still has the digest that was taken of it."""
        return self.frozen is not None and digest_of(self.frozen) == self.frozen_sha256


class AgreementAct(models.Model):
    """What one party said of the frozen text, with the account at which it was said. Written once.

    ``on_behalf`` is the name of who acted where that is not the account's own: the client, on the shared screen.
    ``frozen_sha256`` is the digest of the text that was on the screen.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acts")
    party = models.CharField(_("wie"), max_length=12, choices=Party)
    decision = models.CharField(_("besluit"), max_length=10, choices=Decision)
    reason = models.TextField(_("omdat"), blank=True)
    acted_at = models.DateTimeField(_("wanneer"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField(_("namens"), max_length=160, blank=True)
    frozen_sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("standpunt")
        verbose_name_plural = _("standpunten")
        ordering = ("acted_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party"),
                name="chain_act_once_per_party",
                violation_error_message=_("Deze partij heeft al gereageerd op deze versie."),
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.AGREED) | ~Q(reason=""),
                name="chain_act_refusal_has_reason",
                violation_error_message=_("Schrijf op waarom."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.COULD_NOT) | Q(party=Party.CLIENT),
                name="chain_act_only_client_could_not",
                violation_error_message=_("Alleen bij de cliënt kan staan dat reageren niet kon."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_party_display()} {self.get_decision_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the act once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "What a party said of an agreement is immutable; draft a new version."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    @property
    def agreed(self) -> bool:
        """Return whether the party agreed."""
        return self.decision == Decision.AGREED


class NotificationRule(models.Model):
    """Who tells the officer what, and how fast. Part of one version of the agreement, and frozen with it.

    ``within`` is in hours: 0 is at once. With ``working_hours`` only working hours count (Dutch holidays do not).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rules")
    event = models.CharField(_("gebeurtenis"), max_length=20, choices=RuleEvent)
    within = models.PositiveSmallIntegerField(_("binnen (uren)"))
    working_hours = models.BooleanField(_("alleen werkuren tellen"), default=False)
    informer = models.CharField(_("wie meldt"), max_length=12, choices=Informer, default=Informer.COUNSELLOR)
    channel = models.CharField(_("hoe"), max_length=10, choices=Channel, default=Channel.PORTAL)
    client_first = models.BooleanField(_("de cliënt hoort het eerst"), default=True)
    text = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("meldregel")
        verbose_name_plural = _("meldregels")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "event"),
                name="chain_rule_once_per_event",
                violation_error_message=_("Er staat al een meldregel voor deze gebeurtenis in de afspraken."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_event_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the rule of a draft; raise ``TypeError`` once the agreement was offered."""
        if self.agreement.offered_at is not None:
            msg = "The rules of an offered agreement are frozen; draft a new version."
            raise TypeError(msg)
        super().save(*args, **kwargs)
