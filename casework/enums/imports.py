"""Where a list of clients stands that somebody brings in with the browser."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    """Where an uploaded list stands."""

    COLUMNS = "columns", _("kolommen kiezen")
    CHECKING = "checking", _("wordt nagekeken")
    CHECKED = "checked", _("nagekeken")
    WRITING = "writing", _("wordt ingelezen")
    DONE = "done", _("ingelezen")
    FAILED = "failed", _("niet gelukt")
    DROPPED = "dropped", _("weggegooid")


BUSY = frozenset({UploadState.CHECKING, UploadState.WRITING})
ENDED = frozenset({UploadState.DONE, UploadState.FAILED, UploadState.DROPPED})
