"""The personal calendar feed: an address that nobody can guess, and that can be withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """An address under which somebody's calendar can be read. Only its digest is kept: we cannot show it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda-adres")
        verbose_name_plural = _("agenda-adressen")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("user",), condition=Q(revoked_at=None), name="casework_one_open_feed"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at:%Y-%m-%d}"
