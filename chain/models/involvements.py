"""Who of the chain works with a client, and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, Organisation, ends_after_start
from casework.models import Client
from chain.enums import InvolvementRole


class Involvement(Dated):
    """Who the probation officer of a client is, dated: the history stays. It gives no access; an agreement does.

    ``organisation`` is for which organisation he works with this client: one account may be of several.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="involvements")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="involvements",
        verbose_name=_("toezichthouder"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("namens welke organisatie"),
    )
    role = models.CharField(_("rol"), max_length=20, choices=InvolvementRole, default=InvolvementRole.SUPERVISOR)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("betrokken partner")
        verbose_name_plural = _("betrokken partners")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("client", "role"),
                condition=Q(valid_until=None),
                name="chain_one_open_involvement",
                violation_error_message=_("Deze cliënt heeft al een toezichthouder."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.officer}"

    @property
    def works_for(self) -> Organisation | None:
        """Return for which organisation he works with the client; that of his account when it was not said."""
        return self.organisation or self.officer.organisation
