"""To which team a client belonged from which day on, and what ended when he went to another."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, Team, ends_after_start
from casework.models.clients import Assignment, Client


class ClientTeam(Dated):
    """The team of a client, dated: one row holds at a time, and the next begins the day after.

    ``began_at`` is when ``Client.team`` followed; it is empty while a handing over waits for its day.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="team_rows")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    # Nobody: the team in which the file was made.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie besloot"),
    )
    reason = models.CharField(_("waarom"), max_length=500, blank=True)
    began_at = models.DateTimeField(_("ingegaan op"), null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    class Meta:
        verbose_name = _("team van een cliënt")
        verbose_name_plural = _("teams van cliënten")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(valid_until=None),
                name="casework_one_open_team",
                violation_error_message=_("Deze cliënt hoort al bij een team."),
            ),
            models.UniqueConstraint(fields=("client", "valid_from"), name="casework_one_team_per_day"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(reason=""),
                name="casework_team_says_why",
                violation_error_message=_("Schrijf op waarom de cliënt naar een ander team gaat."),
            ),
        )
        indexes = (
            # What waits: a handful of rows, asked for at every question who may see which file.
            models.Index(fields=("valid_from", "client"), condition=Q(began_at=None), name="casework_team_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.team_id}"

    @property
    def is_coming(self) -> bool:
        """Return whether its first day is still to come."""
        return self.valid_from > timezone.localdate()


class TeamMoveEnd(models.Model):
    """An assignment that ended because the client went to another team, with the end that it had before."""

    move = models.ForeignKey(ClientTeam, on_delete=models.CASCADE, related_name="ended")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+", verbose_name=_("toewijzing"))
    was_until = models.DateField(_("liep eerder tot en met"), null=True, blank=True)

    class Meta:
        verbose_name = _("toewijzing die eindigde bij een ander team")
        verbose_name_plural = _("toewijzingen die eindigden bij een ander team")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("move", "assignment"), name="casework_ended_once_per_move"),)

    def __str__(self) -> str:
        return f"{self.move_id}: {self.assignment_id}"
