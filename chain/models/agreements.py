"""The three-party agreement (*samenwerkingsafspraken*): its versions.

What each party said of one stands in ``signatures``, what it wants told in ``rules``. The states and their steps stand in ``chain/services/agreements.py``; the constraints here hold whatever writes.
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

from accounts.models import Organisation
from casework.models import Client
from chain.enums import AgreementStatus, SupervisionLevel
from chain.models.meetings import ThreePartyMeeting
from chain.querysets import PROPOSALS, AgreementQuerySet

# The field set of docs/domain/agreement.md, in the order in which it is read.
CLAUSES = (
    "roles",
    "others",
    "probation_goals",
    "contact_rhythm",
    "meetings",
    "client_leads",
    "strengths",
    "risks",
    "control",
    "house_rules",
    "sharing",
    "with_consent",
    "officer_shares",
    "on_breach",
    "reachable",
)
# ``officer``: a successor takes over (``chain/services/takeovers.py``); the frozen text keeps the name of who signed it.
STATE_FIELDS = frozenset(
    {
        "status",
        "in_force_at",
        "ended_at",
        "end_reason",
        "stale_since",
        "stale_reason",
        "officer",
        "officer_organisation",
    }
)


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
    officer_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisatie van de toezichthouder"),
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
    others = models.TextField(_("wie er nog meer bij hoort"), blank=True, default="")
    probation_goals = models.TextField(_("doelen van het toezicht"), blank=True, default="")
    meetings = models.TextField(_("onze driegesprekken"), blank=True, default="")
    strengths = models.TextField(_("wat goed gaat en beschermt"), blank=True, default="")
    risks = models.TextField(_("wat moeilijk kan worden"), blank=True, default="")
    house_rules = models.TextField(_("huisregels, bezoek en nachten weg"), blank=True, default="")
    with_consent = models.TextField(_("wat we alleen met toestemming delen"), blank=True, default="")
    officer_shares = models.TextField(_("wat de reclassering ons laat weten"), blank=True, default="")
    on_breach = models.TextField(_("wat er gebeurt als het niet lukt"), blank=True, default="")
    reachable = models.TextField(_("wie bereikbaar is, ook ’s nachts en bij een crisis"), blank=True, default="")
    supervision_level = models.CharField(
        _("toezichtniveau"), max_length=1, choices=SupervisionLevel, blank=True, default=""
    )
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
    def works_for(self) -> Organisation | None:
        """Return for which organisation the officer is party; that of his account when it was not said."""
        return self.officer_organisation or self.officer.organisation

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
