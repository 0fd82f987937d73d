"""Files that became one: which belong together, and what a merge would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import CharField, Count, Value

from casework.models import Client, ClientMerge
from casework.registry.merging import merging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def family(client: Client) -> QuerySet[Client]:
    """Return a file and those that were merged into it: whose sealed records are read together."""
    return Client.objects.filter(pk=client.pk) | Client.objects.filter(merged_into=client)


@dataclass(frozen=True)
class Kept:
    """A kind of record and how many rows there are of it."""

    label: str
    rows: int


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do. With ``obstacles`` it is refused; each is a sentence that says what to do first."""

    survivor: Client
    absorbed: Client
    obstacles: tuple[str, ...]
    moving: tuple[Kept, ...]
    staying: tuple[Kept, ...]


def merge_preview(survivor: Client, absorbed: Client) -> MergePreview:
    """Return what would move to the file that stays, what stays readable in the old one, and what is in the way.

    One query for the counts, and those of the obstacles.
    """
    counts = _counts(absorbed)
    return MergePreview(
        survivor=survivor,
        absorbed=absorbed,
        obstacles=obstacles(survivor, absorbed),
        moving=_kept(counts, merging.moves),
        staying=_kept(counts, merging.stays),
    )


def obstacles(survivor: Client, absorbed: Client) -> tuple[str, ...]:
    """Return why these two files cannot become one yet, each in a sentence."""
    found = (check(survivor, absorbed) for check in merging.obstacles.values())
    return tuple(sentence for sentence in found if sentence)


def _counts(client: Client) -> dict[str, int]:
    """Return how many rows of each kind hang from a file; kinds without rows are left out. One query."""
    labels = sorted({*merging.moves, *merging.stays})
    parts = [
        merging.rows_of(label, client)
        .order_by()
        .annotate(of_model=Value(label, output_field=CharField()))
        .values("of_model")
        .annotate(total=Count("pk"))
        .values_list("of_model", "total")
        for label in labels
    ]
    return dict(parts[0].union(*parts[1:], all=True)) if parts else {}


def _kept(counts: dict[str, int], labels: Iterable[str]) -> tuple[Kept, ...]:
    kinds = [(apps.get_model(label)._meta.verbose_name_plural, counts[label]) for label in labels if label in counts]
    return tuple(sorted((Kept(str(name), rows) for name, rows in kinds), key=lambda kept: kept.label))


def merges_of(client: Client) -> list[ClientMerge]:
    """Return the merges in which this file stayed, the last one first, undone ones included. One query."""
    return list(
        ClientMerge.objects.filter(survivor=client).select_related("absorbed", "merged_by", "undone_by").order_by("-pk")
    )
