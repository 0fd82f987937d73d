"""Kinds around life domains, strengths, day activities and debts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActiveParty(models.TextChoices):
    """Who is active on a life domain, so that the plans of all fit together."""

    CLIENT = "client", _("cliënt")
    COUNSELLOR = "counsellor", _("begeleiding")
    PROBATION = "probation", _("reclassering")
    TREATMENT = "treatment", _("behandeling")
    OTHER = "other", _("iemand anders")


class StrengthFactor(models.TextChoices):
    """The five resilience factors (*veerkracht*), and what fits none of them."""

    RESOURCES = "resources", _("hulpbronnen: mensen, plek en middelen")
    IDENTITY = "identity", _("identiteit en zin: wie ik ben en wat telt")
    EMOTIONS = "emotions", _("positieve gevoelens: waar ik blij van word")
    COPING = "coping", _("omgaan met tegenslag: wat me erdoor helpt")
    WORTH = "worth", _("eigenwaarde: waar ik trots op ben")
    FREE = "free", _("andere kracht")


class DayActivityKind(models.TextChoices):
    """What somebody does by day."""

    PAID = "paid", _("betaald werk")
    SUPPORTED = "supported", _("werk met begeleiding")
    VOLUNTEER = "volunteer", _("vrijwilligerswerk")
    EDUCATION = "education", _("opleiding of cursus")
    PROGRAMME = "programme", _("dagbesteding")
    CARE = "care", _("zorg voor kinderen of familie")
    OTHER = "other", _("iets anders")


class DebtArrangement(models.TextChoices):
    """What was arranged for debts."""

    INVENTORY = "inventory", _("schulden in kaart brengen")
    BUDGET_HELP = "budget_help", _("budgetbeheer")
    OWN = "own", _("zelf afgesproken betalingsregeling")
    MUNICIPAL = "municipal", _("schuldregeling via de gemeente")
    COURT = "court", _("wettelijke schuldsanering (Wsnp)")
    ADMINISTRATION = "administration", _("beschermingsbewind")
    SETTLED = "settled", _("schulden afgelost")
