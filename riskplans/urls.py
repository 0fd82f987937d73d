"""Addresses of this app."""

from django.urls import URLPattern, path

from riskplans.views import (
    checklists,
    checks,
    course,
    evaluations,
    function_analyses,
    monitoring,
    plan_together,
    plans,
    sign_reviews,
    violations,
)

app_name = "riskplans"

CLIENT = "clienten/<slug:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{CLIENT}signaleringsplan/", plans.plan, name="plan"),
    path(f"{CLIENT}signaleringsplan/nieuw/", plans.create, name="plan_create"),
    path(f"{CLIENT}signaleringsplan/beginnen/", plans.begin, name="plan_begin"),
    path(f"{CLIENT}signaleringsplan/vergelijken/", evaluations.compare, name="plan_compare"),
    path(f"{CLIENT}signaleringsplan/evalueren/", evaluations.create, name="evaluation_create"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/samen/", plan_together.begin, name="plan_together"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/samen/<slug:screen>/", plan_together.question, name="plan_screen"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/", plans.version, name="plan_version"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/bewerken/", plans.edit, name="plan_edit"),
    path(f"{CLIENT}signaleringsplan/<int:pk>/vaststellen/", plans.establish, name="plan_establish"),
    path(f"{CLIENT}functieanalyses/", function_analyses.analyses, name="analyses"),
    path(f"{CLIENT}functieanalyses/nieuw/", function_analyses.create, name="analysis_create"),
    path(f"{CLIENT}functieanalyses/<int:pk>/", function_analyses.analysis, name="analysis"),
    path(f"{CLIENT}functieanalyses/<int:pk>/opnieuw/", function_analyses.replace, name="analysis_replace"),
    path(f"{CLIENT}signalen/samen/", sign_reviews.together, name="review_together"),
    path(f"{CLIENT}signalen/zelf/", sign_reviews.alone, name="review_alone"),
    path(f"{CLIENT}stoplicht/nu/", checklists.checklist_page, name="checklist"),
    path(f"{CLIENT}stoplicht/verloop/", course.course, name="course"),
    path(f"{CLIENT}gebeurtenissen/nieuw/", checklists.event_create, name="event_create"),
    path(f"{CLIENT}stoplicht/", monitoring.set_phase_page, name="phase_set"),
    path(f"{CLIENT}voorwaarden/", violations.violations, name="violations"),
    path(f"{CLIENT}overtredingen/nieuw/", violations.violation_create, name="violation_create"),
    path(f"{CLIENT}overtredingen/<int:pk>/", violations.violation, name="violation"),
    path(f"{CLIENT}controles/nieuw/", checks.create, name="check_create"),
]
