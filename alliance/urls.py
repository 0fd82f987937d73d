"""Addresses of this app."""

from django.urls import URLPattern

app_name = "alliance"

urlpatterns: list[URLPattern] = []
