"""Who was told that a client comes to her team, or does not come after all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from casework.models import Client, ClientTeam


class TeamMoveNotice(models.Model):
    """Somebody who leads a team, or stands in for her, was told that a client comes. Once; the mail says not who."""

    move = models.ForeignKey(ClientTeam, on_delete=models.CASCADE, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("aan wie")
    )
    created_at = models.DateTimeField(_("sinds"), auto_now_add=True)
    announced_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    message_id = models.CharField(_("berichtkenmerk van de mail"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("bericht over een cliënt die naar een team komt")
        verbose_name_plural = _("berichten over cliënten die naar een team komen")
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("move", "recipient"), name="overview_told_of_move_once"),)

    def __str__(self) -> str:
        return f"{self.move_id}: {self.recipient_id}"


class WithdrawnMoveNotice(models.Model):
    """Somebody who was told that a client comes was told that he does not. Once; the mail says not who.

    The row of the handing over is gone by then, and its notices with it.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="withdrawn_moves")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    valid_from = models.DateField(_("zou komen op"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("aan wie")
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ingetrokken door")
    )
    created_at = models.DateTimeField(_("sinds"), auto_now_add=True)
    announced_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    message_id = models.CharField(_("berichtkenmerk van de mail"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("bericht dat een cliënt niet naar een team komt")
        verbose_name_plural = _("berichten dat een cliënt niet naar een team komt")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.recipient_id}"
