"""Addresses of this app."""

from django.urls import URLPattern

app_name = "riskplans"

urlpatterns: list[URLPattern] = []
