"""A link that lets somebody without an account do one thing, once."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import LinkState


class OneTimeLink(models.Model):
    """A one-time link: what it is for, what it is about, and how it ended. The token itself is stored nowhere."""

    purpose = models.SlugField(_("doel"), max_length=40)  # key of a ``LinkPurpose``
    # Soft: what a link is about stands on a floor above this one.
    subject_type = models.CharField(_("soort gegeven"), max_length=60)
    subject_id = models.CharField(_("gegeven"), max_length=40)
    client_number = models.CharField(_("cliëntnummer"), max_length=20, blank=True)  # for the audit trail
    for_whom = models.CharField(_("voor wie"), max_length=80, blank=True)  # a part to play ("cliënt"), never a name
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the token
    created_at = models.DateTimeField(_("gemaakt op"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("gemaakt door")
    )
    expires_at = models.DateTimeField(_("geldig tot"))
    used_at = models.DateTimeField(_("gebruikt op"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("link voor één keer")
        verbose_name_plural = _("links voor één keer")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="accounts_link_by_subject"),)
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="accounts_link_ends_after_start"),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="accounts_link_used_or_revoked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose}: {self.subject_type} {self.subject_id}"

    def state_at(self, moment: dt.datetime) -> LinkState:
        """Return whether the link works at ``moment``, and if not, why not."""
        if self.used_at is not None:
            return LinkState.USED
        if self.revoked_at is not None:
            return LinkState.REVOKED
        return LinkState.OPEN if moment < self.expires_at else LinkState.EXPIRED
