"""Kinds around titles: how an end works, and where an end date comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TitleEndKind(models.TextChoices):
    """How the end of a kind of title works."""

    DECIDED = "decided", _("de beslissing noemt een termijn")
    FOLLOWS = "follows", _("volgt de straf of maatregel waar het bij hoort")
    OPEN = "open", _("geen vaste einddatum: tot een volgende beslissing")
    UNKNOWN = "unknown", _("niet gevonden in de bronnen")


class Extendable(models.TextChoices):
    """Whether a kind of title can be extended."""

    YES = "yes", _("te verlengen")
    NO = "no", _("niet te verlengen")
    UNKNOWN = "unknown", _("niet gevonden of het te verlengen is")


class SuspensionRule(models.TextChoices):
    """What a suspension does to the calculated end of a kind of title."""

    MOVES = "moves", _("schuift de berekende einddatum op")
    KEEPS = "keeps", _("verandert de einddatum niet")
    UNKNOWN = "unknown", _("niet nagelezen: laat de einddatum bevestigen")


class EndState(models.TextChoices):
    """Where an end date of a title comes from."""

    CALCULATED = "calculated", _("berekend")
    CONFIRMED = "confirmed", _("bevestigd")
