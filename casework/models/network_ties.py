"""The ties of the ecogram: who or what stands around the client on one life domain, as it was told on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.enums.network import SupportDirection, TieKind
from casework.models.legal import LifeDomain
from casework.models.network import NetworkMember
from casework.models.recorded import RecordedOnce


class NetworkTie(RecordedOnce):
    """The tie with one member on one life domain from a day on. The newest of both that began holds; ``NONE`` ends it."""

    member = models.ForeignKey(NetworkMember, on_delete=models.PROTECT, related_name="ties")
    domain = models.ForeignKey(
        LifeDomain, on_delete=models.PROTECT, related_name="network_ties", verbose_name=_("leefgebied")
    )
    valid_from = models.DateField(_("zo sinds"))
    kind = models.CharField(_("hoe de band is"), max_length=10, choices=TieKind)
    direction = models.CharField(
        _("welke kant de steun op gaat"), max_length=12, choices=SupportDirection, default=SupportDirection.NONE
    )

    class Meta:
        verbose_name = _("band in het ecogram")
        verbose_name_plural = _("banden in het ecogram")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=("broken", "none")) | Q(direction="none"),
                name="casework_tie_broken_gives_no_support",
                violation_error_message=_("Over een verbroken band gaat geen steun. Kies “geen steun”."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id}: {self.domain_id} {self.kind}"
