"""Addresses of this app."""

from django.urls import URLPattern, path

from riskplans.views import checks, monitoring, plans

app_name = "riskplans"

CLIENT = "clienten/<slug:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{CLIENT}signaleringsplan/", plans.plan, name="plan"),
    path(f"{CLIENT}signaleringsplan/nieuw/", plans.create, name="plan_create"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/", plans.version, name="plan_version"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/bewerken/", plans.edit, name="plan_edit"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/vaststellen/", plans.establish, name="plan_establish"),
    path(f"{CLIENT}stoplicht/", monitoring.set_phase_page, name="phase_set"),
    path(f"{CLIENT}controles/nieuw/", checks.create, name="check_create"),
]
