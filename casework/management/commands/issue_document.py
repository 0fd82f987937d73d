"""Issue a paper of a client from the command line, through the same door and service as the button."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from accounts.errors import Refused
from accounts.models import User
from casework.access import get_client
from casework.registry import DocumentKind, in_order, registry
from casework.services.documents import issue_document, read_document


def kind_of(slug: str) -> DocumentKind:
    """Return the kind with this name; raise ``CommandError`` that lists the names otherwise."""
    kinds = in_order(registry.document_kinds)
    for kind in kinds:
        if kind.slug == slug:
            return kind
    names = ", ".join(kind.slug for kind in kinds)
    raise CommandError(f"Onbekend soort document: {slug}. Kies uit: {names}.")


def user_of(username: str) -> User:
    """Return the active user with this name; raise ``CommandError`` otherwise."""
    user: User | None = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"Er is geen actieve gebruiker met de naam {username}.")
    return user


class Command(BaseCommand):
    help = "Issues a document of a client as PDF, stores it in the file with its digest and writes a copy to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(kind.slug for kind in in_order(registry.document_kinds))
        parser.add_argument("kind", metavar="KIND", help=f"one of: {names}")
        parser.add_argument("number", metavar="NUMBER", help="client number")
        parser.add_argument("--as", dest="username", metavar="USERNAME", required=True, help="on whose authority")
        parser.add_argument("--output", metavar="FILE", required=True, type=Path, help="where the copy goes")
        parser.add_argument("--recipient", metavar="NAME", default="", help="for whom the document is")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, user, output = kind_of(options["kind"]), user_of(options["username"]), options["output"]
        if output.is_dir() or not os.access(output.parent, os.W_OK):
            raise CommandError(f"Naar {output} kan niet worden geschreven. Er is niets uitgegeven.")
        try:
            client = get_client(user, options["number"], write=True, what="casework.document")
            document = issue_document(
                client=client, kind_key=kind.key, form_token=uuid4(), acting_user=user, recipient=options["recipient"]
            )
            content = read_document(document=document, acting_user=user)
        except (Http404, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        except Refused as error:
            raise CommandError(error.sentence) from error
        try:
            _write_privately(output, content)
        except OSError as error:
            raise CommandError(
                f"Document {document.number} is uitgegeven en staat in het dossier, "
                f"maar naar {output} kon niet worden geschreven: {error.strerror}."
            ) from error
        self.stdout.write(
            json.dumps(
                {"number": document.number, "sha256": document.sha256, "pages": document.pages, "file": str(output)}
            )
        )


def _write_privately(output: Path, content: bytes) -> None:
    """Write the copy so that only its owner reads it."""
    with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
