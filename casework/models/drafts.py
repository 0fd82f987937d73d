"""What somebody is still typing: kept on the server, readable by its author only, gone once the form is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.clients import Client
from casework.querysets import FormDraftQuerySet

if TYPE_CHECKING:
    from datetime import datetime

# An untouched draft lives this long; its author finds it until then (docs/decisions.md).
DRAFT_LIFE = timedelta(days=14)
LONGEST_PATH = 300
# The forms that are about several clients at once: a draft of these hangs under no client.
GROUP_CONTACT = "group-contact"
FORMS_OF_SEVERAL = (GROUP_CONTACT,)


class FormDraft(models.Model):
    """An unfinished form. Its identity is the token that the form carries, so that two tabs are two drafts.

    ``client`` is empty for a form about several clients, and for no other: what is typed of them together is in no file.
    """

    form_token = models.UUIDField(unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="form_drafts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="form_drafts", null=True, blank=True)
    form = models.CharField(_("formulier"), max_length=60)  # a key of registry.draft_forms
    path = models.CharField(_("adres"), max_length=LONGEST_PATH)  # of the page with the form
    fields = models.JSONField(_("wat er staat"), default=dict)  # name of a field -> the values typed
    started_at = models.DateTimeField(_("begonnen op"), auto_now_add=True)
    saved_at = models.DateTimeField(_("bewaard op"), auto_now=True)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        ordering = ("-saved_at", "-pk")
        indexes = (models.Index(fields=("author", "client", "form"), name="casework_draft_by_author"),)
        constraints = (
            models.CheckConstraint(
                name="casework_draft_of_one_or_several",
                condition=models.Q(client=None, form__in=FORMS_OF_SEVERAL)
                | (models.Q(client__isnull=False) & ~models.Q(form__in=FORMS_OF_SEVERAL)),
                violation_error_message=_(
                    "Dit concept hoort bij precies één dossier, of bij een formulier over meer cliënten."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number if self.client else '-'}: {self.form}"

    @property
    def resume_url(self) -> str:
        """Return the address at which the form opens with what was typed."""
        return f"{self.path}?concept={self.form_token}"

    @property
    def expires_at(self) -> datetime:
        """Return when the draft goes if nobody touches it."""
        return self.saved_at + DRAFT_LIFE
