"""The people of other organisations, what they do for which client, and who followed up whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, Organisation, ends_after_start
from casework.models import Client
from chain.enums import PartnerRole
from chain.models.agreements import Agreement


class PartnerPerson(models.Model):
    """Somebody at another organisation. ``user`` is his account where he has one; one account may be of several."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partner_people", verbose_name=_("organisatie")
    )
    name = models.CharField(_("naam"), max_length=160)
    job_title = models.CharField(_("functie"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="partner_seats"
    )
    left_on = models.DateField(_("vertrokken op"), null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")
        ordering = ("organisation__name", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "name"),
                condition=Q(left_on=None),
                name="chain_person_once_per_organisation",
                violation_error_message=_("Deze persoon staat al bij deze organisatie."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


class ClientPartner(Dated):
    """What somebody of another organisation does for a client, dated: the history stays. It gives no access."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="partners")
    person = models.ForeignKey(PartnerPerson, on_delete=models.PROTECT, related_name="clients", verbose_name=_("wie"))
    role = models.CharField(_("rol"), max_length=20, choices=PartnerRole)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ketenpartner van een cliënt")
        verbose_name_plural = _("ketenpartners van een cliënt")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("client", "person", "role"),
                condition=Q(valid_until=None),
                name="chain_partner_once_per_role",
                violation_error_message=_("Deze persoon staat al zo bij deze cliënt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.person}"


class Takeover(models.Model):
    """An agreement that went to a successor without being signed anew: the text outlives the people.

    ``seen_at`` is when the successor said that he read it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="takeovers")
    from_officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("sinds"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    seen_at = models.DateTimeField(_("gelezen door de opvolger"), null=True, editable=False)

    class Meta:
        verbose_name = _("overname van afspraken")
        verbose_name_plural = _("overnames van afspraken")
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(from_officer=F("to_officer")), name="chain_takeover_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.to_officer}"
