"""People and service accounts: inviting, giving roles, ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import RoleAssignment, TeamMembership, User
from accounts.services.audit import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Organisation, Team


def service_account(name: str) -> User:
    """Return the named account under which a background job acts; it cannot log in.

    The audit trail names somebody for every act, so a job has a name of its own.
    """
    user: User
    user, made = User.objects.get_or_create(
        username=f"taak-{name}", defaults={"first_name": "Taak", "last_name": name, "is_active": True}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        RoleAssignment.objects.create(user=user, role=Role.SERVICE, valid_from=timezone.localdate())
    return user


@transaction.atomic
def invite_user(
    *,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[Role],
    teams: Iterable[Team],
    organisation: Organisation | None,
    acting_user: User,
) -> User:
    """Make an account without a password and mail a link with which its owner sets one.

    The mail carries no content. Raises ``Refused`` when the name or address is taken, when a partner has no
    organisation, or when somebody who keeps files has no team.
    """
    chosen = list(roles)
    if Role.PARTNER in chosen and (organisation is None or len(chosen) > 1):
        raise Refused(
            _("Een ketenpartner hoort bij één organisatie en heeft geen andere rol. Kies een organisatie."),
            field="organisation",
        )
    if {Role.COUNSELLOR, Role.TEAM_LEAD} & set(chosen) and not list(teams):
        raise Refused(_("Kies minstens één team: zonder team ziet deze gebruiker geen cliënten."), field="teams")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("Deze gebruikersnaam is al in gebruik. Kies een andere."), field="username")
    try:
        with transaction.atomic():
            user: User = User.objects.create_user(
                username, email, None, first_name=first_name, last_name=last_name, organisation=organisation
            )
    except IntegrityError as error:
        raise Refused(_("Er is al een account met dit e-mailadres."), field="email") from error
    today = timezone.localdate()
    for role in chosen:
        RoleAssignment.objects.create(user=user, role=role, valid_from=today)
    for team in teams:
        TeamMembership.objects.create(user=user, team=team, valid_from=today)
    record(AuditAction.AUTHORISE, acting_user=acting_user, obj=user, details={"roles": sorted(chosen)})
    # A mail server that is down undoes no account: the link can be sent again.
    transaction.on_commit(lambda: send_invitation(user), robust=True)
    return user


def invitation_path(user: User) -> str:
    """Return the address at which the invited one sets a password; it works once and for three days."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:accept_invitation", args=[uid, default_token_generator.make_token(user)])


def send_invitation(user: User) -> None:
    """Mail the link; says who we are and nothing else. In Dutch, whatever language the sender's screen is in."""
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            _("Uw account bij Samenspoor"),
            _(
                "Er is een account voor u gemaakt. Kies zelf een wachtwoord:\n\n{address}\n\nDe link werkt één keer."
            ).format(address=f"{settings.BASE_URL}{invitation_path(user)}"),
            None,
            [user.email],
        )


@transaction.atomic
def accept_invitation(*, user: User, password: str) -> User:
    """Set the password of an invited user; the link does not work again after that."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(AuditAction.AUTHORISE, acting_user=user, obj=user, details={"accepted": True})
    return user
