"""Users, and what they are here to do, dated."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.dated import Dated, ends_after_start
from accounts.models.organisations import Organisation, Team
from accounts.querysets import UserQuerySet


class UserObjects(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users, and filters them."""


class User(AbstractUser):
    """Somebody who logs in, or the named account under which a background job acts."""

    # Empty for our own people; a partner belongs to exactly one organisation in the chain.
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("organisatie"),
    )
    job_title = models.CharField(_("functie"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)

    objects: ClassVar[UserObjects] = UserObjects()

    class Meta(AbstractUser.Meta):
        verbose_name = _("gebruiker")  # type: ignore[assignment] # the stubs know no lazy names here
        verbose_name_plural = _("gebruikers")  # type: ignore[assignment]
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="accounts_user_email_once",
                violation_error_message=_("Er is al een account met dit e-mailadres."),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class RoleAssignment(Dated):
    """A role that somebody holds from one day until another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("rol"), max_length=30, choices=Role)

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("rollen")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(fields=("user", "role", "valid_from"), name="accounts_role_once_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class TeamMembership(Dated):
    """Membership of a team; whoever leads it holds the role of team lead as well."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("team"))

    class Meta:
        verbose_name = _("teamlid")
        verbose_name_plural = _("teamleden")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(fields=("user", "team", "valid_from"), name="accounts_membership_once_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.team}"


class Deputy(Dated):
    """Somebody who stands in for another: duties and clients of the absent one reach the deputy by themselves."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deputising")

    class Meta:
        verbose_name = _("vervanging")
        verbose_name_plural = _("vervangingen")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(absent=F("deputy")),
                name="accounts_deputy_is_another",
                violation_error_message=_("Iemand kan niet zichzelf vervangen."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.absent}: {self.deputy}"
