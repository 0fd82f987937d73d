"""Addresses of this app."""

from django.urls import path

from alliance.views import by_link, check_ins, client_side, follow_ups, papers, team

app_name = "alliance"

urlpatterns = [
    path("link/check-in/", by_link.client_by_link, name="by_link"),
    path("link/check-in/klaar/", by_link.client_by_link_done, name="by_link_done"),
    path("werkalliantie/team/", team.team, name="team"),
    path("werkalliantie/intervisie/", team.supervision, name="supervision"),
    path("werkalliantie/intervisie/blad/", papers.supervision_pdf, name="supervision_pdf"),
    path("clienten/<str:number>/werkalliantie/", check_ins.overview, name="overview"),
    path("clienten/<str:number>/werkalliantie/beginnen/", check_ins.start, name="start"),
    path("clienten/<str:number>/werkalliantie/signaal/<slug:signal>/", follow_ups.follow_up, name="follow_up"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/", check_ins.check_in_page, name="check_in"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/begeleider/", check_ins.counsellor_side, name="counsellor_side"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/client/", client_side.client_side, name="client_side"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/client/klaar/", client_side.client_done, name="client_done"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/gespreksblad/", papers.sheet, name="sheet"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/link/", by_link.link_create, name="link_create"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/link/intrekken/", by_link.link_revoke, name="link_revoke"),
]
