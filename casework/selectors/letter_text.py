"""The text of a letter: a closed list of places that the file fills in, and places that a person fills in.

No template engine runs over what people write: braces are looked up in a list, one pass, and nothing else has a meaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.errors import Refused
from casework.registry.letters import letter_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD = re.compile(r"\{([^{}\n]*)\}")
OPEN_PLACE = re.compile(r"\[[^\[\]\n]+\]")


def check_template(text: str) -> None:
    """Raise ``Refused`` for braces around what is not in the list, or for a brace that stands alone."""
    for name in FIELD.findall(text):
        if name not in letter_parts.fields:
            raise Refused(
                _("‘{%(name)s}’ kan het dossier niet invullen. Kies uit: %(names)s.")
                % {"name": name, "names": ", ".join(f"{{{key}}}" for key in sorted(letter_parts.fields))}
            )
    if re.search(r"[{}]", FIELD.sub("", text)):
        raise Refused(_("Hier staat een accolade zonder de andere. Schrijf een invulveld als {begeleider}."))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with what is known; what is not known becomes a place between brackets, for a person to fill in.

    ``values`` holds every field of the list. What a value holds is never looked into again. Raises ``Refused`` for a
    field that is not in the list.
    """
    check_template(text)

    def known(found: re.Match[str]) -> str:
        key = found.group(1)
        return values[key] or f"[{letter_parts.fields[key].label}]"

    with translation.override(settings.LANGUAGE_CODE):  # a letter is in Dutch, whatever language the screen is in
        return FIELD.sub(known, text)


def open_places(*texts: str) -> list[str]:
    """Return what a person still has to fill in, each place once, in the order of the text."""
    return list(dict.fromkeys(place for text in texts for place in OPEN_PLACE.findall(text)))
