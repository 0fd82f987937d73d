"""Addresses of the client file. Every page of a client stands under his number."""

from django.urls import path

from casework.views import clients

app_name = "casework"

urlpatterns = [
    path("clienten/<str:number>/", clients.client_page, name="client"),
]
