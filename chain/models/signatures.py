"""What each party said of a version of the agreement, with its signature. Written once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.enums import SignatureKind
from casework.models import Document, HandSigned, signature_is_whole
from chain.enums import Decision, Party, SigningWay
from chain.models.agreements import Agreement


class AgreementAct(HandSigned):
    """What one party said of the frozen text, with the account at which it was said. Written once.

    ``on_behalf`` is the name of who acted where that is not the account's own: the client, on the shared screen.
    ``frozen_sha256`` is the digest of the text that was on the screen. ``acted_at`` is when it was recorded; what was
    signed on paper has the day of the ink in ``signed_on`` and its sheet in ``scan``.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acts")
    party = models.CharField(_("wie"), max_length=12, choices=Party)
    decision = models.CharField(_("besluit"), max_length=10, choices=Decision)
    reason = models.TextField(_("omdat"), blank=True)
    acted_at = models.DateTimeField(_("wanneer"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField(_("namens"), max_length=160, blank=True)
    frozen_sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64)
    way = models.CharField(_("hoe"), max_length=8, choices=SigningWay, default=SigningWay.ACCOUNT)
    signed_on = models.DateField(_("getekend op"), null=True, blank=True)
    scan = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_acts",
        verbose_name=_("ingescand papier"),
    )

    class Meta:
        verbose_name = _("standpunt")
        verbose_name_plural = _("standpunten")
        ordering = ("acted_at", "pk")
        constraints = (
            signature_is_whole("chain_act_signature"),
            models.CheckConstraint(
                # Before signatures were kept, an account alone stood for one.
                condition=~Q(decision=Decision.AGREED) | ~Q(signature_kind="") | Q(way=SigningWay.ACCOUNT),
                name="chain_act_agreement_is_signed",
                violation_error_message=_("Zet uw handtekening of typ uw naam."),
            ),
            models.CheckConstraint(
                condition=Q(way=SigningWay.PAPER, scan__isnull=False, signed_on__isnull=False)
                | (~Q(way=SigningWay.PAPER) & Q(scan=None, signed_on=None) & ~Q(signature_kind=SignatureKind.PAPER)),
                name="chain_act_paper_has_its_scan",
                violation_error_message=_("Kies de scan van het getekende papier."),
            ),
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
