"""Kinds and states of the top floor. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportPurpose(models.TextChoices):
    """Why a whole file is given. What the client answered in private goes along with his own request alone."""

    TRANSFER = "transfer", _("overdracht naar een andere organisatie")
    RIGHTS = "rights", _("inzageverzoek van de cliënt zelf")


class Span(models.TextChoices):
    """Over which days a figure counts."""

    DAY = "dag", _("op deze dag")
    QUARTER = "kwartaal", _("in het kwartaal van deze dag")
    YEAR = "jaar", _("in het jaar van deze dag")


class ExportState(models.TextChoices):
    """Where a file that was asked for stands; it follows from the row."""

    WAITING = "waiting", _("gevraagd")
    WORKING = "working", _("wordt gemaakt")
    READY = "ready", _("klaar om te downloaden")
    FETCHED = "fetched", _("gedownload")
    EXPIRED = "expired", _("niet opgehaald")
    FAILED = "failed", _("niet gelukt")


class ArrivalState(models.TextChoices):
    """Where a client file stands that somebody brings in with the browser."""

    LOOKING = "looking", _("wordt nagekeken")
    SEEN = "seen", _("nagekeken")
    WRITING = "writing", _("wordt ingelezen")
    DONE = "done", _("ingelezen")
    FAILED = "failed", _("niet ingelezen")
    DROPPED = "dropped", _("weggegooid")


BUSY = frozenset({ArrivalState.LOOKING, ArrivalState.WRITING})
ENDED = frozenset({ArrivalState.DONE, ArrivalState.FAILED, ArrivalState.DROPPED})
