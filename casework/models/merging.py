"""Two files of one person that became one, and the trail with which that is undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models.clients import Client


class ClientMerge(models.Model):
    """One merge. ``absorbed`` points at ``survivor`` from then on; undoing closes the row and keeps it."""

    survivor = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="merged_away")
    reason = models.TextField(_("waarom het één cliënt is"), max_length=500)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(_("samengevoegd op"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(_("teruggedraaid op"), null=True, blank=True)
    undone_reason = models.TextField(_("waarom het twee cliënten zijn"), max_length=500, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("samenvoeging")
        verbose_name_plural = _("samenvoegingen")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="casework_merge_two_files"),
            models.UniqueConstraint(
                fields=("absorbed",), condition=Q(undone_at=None), name="casework_merged_into_one_file"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
                name="casework_merge_undone_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.absorbed.number} > {self.survivor.number}"


class MergeChange(models.Model):
    """One value that a merge changed, with what it was: what undoing puts back."""

    merge = models.ForeignKey(ClientMerge, on_delete=models.PROTECT, related_name="changes")
    model = models.CharField(max_length=80)
    row_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.CharField(max_length=60, blank=True)  # empty: nothing
    after = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("wijziging bij een samenvoeging")
        verbose_name_plural = _("wijzigingen bij een samenvoeging")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("merge", "model", "row_id", "field"), name="casework_merge_change_once"),
        )

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}: {self.field}"
