"""Numbers under which others know a client: encrypted, found by a blind index, shown on demand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.enums.identifiers import IdentifierKind
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


class ClientIdentifier(RecordedOnce):
    """A number of a client. ``sealed`` is encrypted; ``blind_index`` finds it without reading it (accounts.encryption)."""

    MAY_CHANGE = frozenset({"replaced_at", "replaced_by"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(_("soort nummer"), max_length=5, choices=IdentifierKind)
    sealed = models.TextField(_("nummer"), editable=False)
    blind_index = models.CharField(max_length=64, editable=False)
    replaced_at = models.DateTimeField(_("vervangen op"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("nummer van een cliënt")
        verbose_name_plural = _("nummers van cliënten")
        ordering = ("kind", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "kind"), condition=Q(replaced_at=None), name="casework_identifier_one_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=("kind", "blind_index"), condition=Q(replaced_at=None), name="casework_identifier_of_one_client"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.kind}"
