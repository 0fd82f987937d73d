"""The hard words on a paper for a client, with what they mean."""

from __future__ import annotations

import re

from casework.models import HardWord


def hard_words_in(text: str) -> list[tuple[str, str]]:
    """Return the hard words that stand in a text with what they mean, in the order of the alphabet. One query.

    A word is found whole, whatever its capitals; one that is out of use is not explained.
    """
    return sorted(
        (row.name, row.plain)
        for row in HardWord.objects.filter(in_use=True)
        if re.search(r"(?<!\w)(?:" + "|".join(map(re.escape, row.looked_for)) + r")(?!\w)", text, re.IGNORECASE)
    )
