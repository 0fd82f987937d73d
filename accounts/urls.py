"""Addresses of the ground floor."""

from django.urls import path

from accounts.views import invitations, trail

app_name = "accounts"

urlpatterns = [
    path("beheer/uitnodigen/", invitations.invite, name="invite"),
    path("uitnodiging/<str:uidb64>/<str:token>/", invitations.accept, name="accept_invitation"),
    path("toezicht/", trail.trail, name="audit_trail"),
]
