"""The administrator's screens: users, roles, teams, organisations. No client content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.admin_site import administers
from accounts.enums import AuditAction
from accounts.forms import HouseUserForm, RoleFormSet
from accounts.models import (
    Deputy,
    Location,
    LocationPolicy,
    LocationProfile,
    Organisation,
    RoleAssignment,
    Team,
    TeamMembership,
    User,
)
from accounts.services.audit import record

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:  # Django's own classes take no parameters when the program runs
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline

MOST_ROWS = 50  # roles or teams of one user, policies of one house


class HouseAdmin(ModelAdmin):
    """Screens of one model: for administrators only, every change in the audit trail, nothing is removed."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return super().get_object(request, object_id, from_field or None)  # Django breaks on an empty name of a field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's
        super().save_model(request, obj, form, change)
        record(
            AuditAction.AUTHORISE,
            acting_user=request.user,  # type: ignore[arg-type]
            obj=obj,
            details={"changed": sorted(form.changed_data), "new": not change},
        )


class Inline(TabularInline):
    """Rows beside their owner: ended by a date, not removed."""

    extra = 0
    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs.setdefault("absolute_max", 2 * MOST_ROWS)  # whatever number of rows a request says it has
        return super().get_formset(request, obj, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleInline(Inline):
    """The roles of a user."""

    model = RoleAssignment
    formset = RoleFormSet


class MembershipInline(Inline):
    """The teams of a user."""

    model = TeamMembership


class PolicyInline(Inline):
    """The substance policies of a house."""

    model = LocationPolicy


class ProfileInline(Inline):
    """What a location was from each day on: a change, or a mistake put right, is one row more."""

    model = LocationProfile
    template = "admin/edit_inline/stacked.html"  # too many columns for a row

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class HouseUserAdmin(HouseAdmin, UserAdmin):  # type: ignore[type-arg] # takes no parameter at run time
    """Users with their roles and teams; rights follow from roles, so Django's own permission boxes are left out."""

    form = HouseUserForm
    inlines = (RoleInline, MembershipInline)
    list_display = ("username", "last_name", "first_name", "organisation", "is_active")
    list_filter = ("is_active", "organisation")
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        ("Werk", {"fields": ("job_title", "phone", "organisation", "is_active")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # by invitation only: nobody chooses a password for another

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 -- Django's
        """Refuse: who could set another's password could act under another's name."""
        raise PermissionDenied(_("Een wachtwoord kiest iemand zelf, via de link Wachtwoord vergeten."))


@admin.register(Organisation)
class OrganisationAdmin(HouseAdmin):
    """Organisations in the chain."""

    list_display = ("name", "kind", "phone")


@admin.register(Team)
class TeamAdmin(HouseAdmin):
    """Teams."""

    list_display = ("name",)


@admin.register(Location)
class LocationAdmin(HouseAdmin):
    """Houses, with what they were and their substance policy over time."""

    list_display = ("name", "kind", "team")
    inlines = (ProfileInline, PolicyInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 -- Django's
        """Save the rows beside the location, and put each new one in the audit trail."""
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            record(
                AuditAction.AUTHORISE,
                acting_user=request.user,  # type: ignore[arg-type]
                obj=row,
                details={"location": row.location_id, "from": row.valid_from.isoformat(), "new": True},
            )


@admin.register(Deputy)
class DeputyAdmin(HouseAdmin):
    """Who stands in for whom, from when until when."""

    list_display = ("absent", "deputy", "valid_from", "valid_until")
