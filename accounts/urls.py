"""Addresses of the ground floor."""

from django.urls import path

from accounts.views import deputies, invitations, links, trail

app_name = "accounts"

urlpatterns = [
    path("beheer/uitnodigen/", invitations.invite, name="invite"),
    path("uitnodiging/<str:uidb64>/<str:token>/", invitations.accept, name="accept_invitation"),
    path("link/openen/<str:token>/", links.open_by_link, name="open_link"),
    path("vervanging/", deputies.deputies, name="deputies"),
    path("vervanging/<int:pk>/beeindigen/", deputies.deputy_end, name="deputy_end"),
    path("toezicht/", trail.trail, name="audit_trail"),
]
