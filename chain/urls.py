"""Addresses of this app."""

from django.urls import URLPattern

app_name = "chain"

urlpatterns: list[URLPattern] = []
