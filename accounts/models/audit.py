"""The audit trail: what happened, by whom, about whom. Append-only, sealed in a chain.

Fields after NEN 7513 (docs/domain/law.md). References are soft, so that a row outlives what it describes.
"""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AuditAction, AuditOutcome
from accounts.querysets import AuditEntryQuerySet


class AuditEntry(models.Model):
    """One act. Written in the transaction of the act itself; never changed, never removed."""

    occurred_at = models.DateTimeField(_("wanneer"), db_index=True)
    actor_id = models.BigIntegerField(_("gebruiker"), null=True, db_index=True)  # null: nobody was logged in
    actor_name = models.CharField(_("wie"), max_length=200)
    actor_roles = models.CharField(_("rol"), max_length=200, blank=True)
    on_behalf_of = models.CharField(_("namens"), max_length=200, blank=True)
    action = models.CharField(_("wat"), max_length=20, choices=AuditAction)
    outcome = models.CharField(_("afloop"), max_length=10, choices=AuditOutcome, default=AuditOutcome.DONE)
    client_number = models.CharField(_("cliëntnummer"), max_length=20, blank=True, db_index=True)
    object_type = models.CharField(_("soort gegeven"), max_length=60, blank=True)
    object_id = models.CharField(_("gegeven"), max_length=60, blank=True)
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    rule = models.CharField(_("toegangsregel"), max_length=60, blank=True)
    details = models.JSONField(_("bijzonderheden"), default=dict, blank=True)
    session = models.CharField(_("sessie"), max_length=16, blank=True)
    address = models.CharField(_("vanaf"), max_length=45, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel in het toegangslog")
        verbose_name_plural = _("toegangslog")
        ordering = ("-occurred_at", "-pk")

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M} {self.action} {self.object_type}"

    @property
    def object_name(self) -> str:
        """Return in words what the row is about; its own label where it is no model of the house (any more)."""
        try:
            return str(apps.get_model(self.object_type)._meta.verbose_name)
        except (LookupError, ValueError):
            return self.object_type.rsplit(".", 1)[-1].replace("_", " ")


class AuditSubject(models.Model):
    """A client who was shown in a list: one row a client, so that his own access log finds it."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="subjects")
    client_number = models.CharField(max_length=20, db_index=True)

    class Meta:
        verbose_name = _("cliënt in een lijst")
        verbose_name_plural = _("cliënten in een lijst")

    def __str__(self) -> str:
        return self.client_number


class AuditSeal(models.Model):
    """A batch of rows, sealed onto the seal before it. ``entries`` holds pairs of row id and row digest."""

    sealed_at = models.DateTimeField(_("verzegeld op"))
    entries = models.JSONField(_("regels"))
    last_entry_id = models.BigIntegerField(_("laatste regel"))
    previous = models.CharField(_("vorige zegel"), max_length=64)
    chain = models.CharField(_("zegel"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("zegel")
        verbose_name_plural = _("zegels")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.chain[:12]}"
