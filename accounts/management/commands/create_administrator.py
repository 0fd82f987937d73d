"""``manage.py create_administrator USERNAME EMAIL``: let the first administrator in; the others come by invitation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.enums import Role
from accounts.errors import Refused
from accounts.forms import InviteForm
from accounts.models import User
from accounts.services.users import invitation_path, invite_user, service_account

INSTALLER = "inrichting"


class Command(BaseCommand):
    help = "Maakt een account met de rol beheerder, mailt de uitnodiging en print de link waarmee het wachtwoord wordt gekozen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME", help="de naam om mee in te loggen")
        parser.add_argument("email", metavar="EMAIL", help="het e-mailadres van het werk")
        parser.add_argument("--name", default="", help="voornaam en achternaam, zoals het toegangslog ze noemt")

    def handle(self, *args: Any, **options: Any) -> None:
        username, email = _checked("username", options["username"]), _checked("email", options["email"])
        first_name, _space, last_name = options["name"].strip().partition(" ")
        try:
            invite_user(
                username=username,
                email=email,
                first_name=first_name,
                last_name=last_name,
                roles=[Role.ADMINISTRATOR],
                teams=[],
                organisation=None,
                acting_user=service_account(INSTALLER),
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        link = f"{settings.BASE_URL}{invitation_path(User.objects.get(username=username))}"
        self.stdout.write(
            f"{username} is beheerder. De link is ook gemaild; kwam er niets aan, geef hem dan zelf door. "
            f"Kies het wachtwoord op (drie dagen geldig, werkt één keer):\n{link}"
        )


def _checked(field: str, value: str) -> str:
    """Return what was typed, held to the rules of the invitation form; raise ``CommandError`` with its sentence."""
    try:
        return str(InviteForm.base_fields[field].clean(value))
    except ValidationError as error:
        raise CommandError(f"{value}: {error.messages[0]}") from error
