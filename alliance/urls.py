"""Addresses of this app."""

from django.urls import path

from alliance.views import check_ins, client_side

app_name = "alliance"

urlpatterns = [
    path("clienten/<str:number>/werkalliantie/", check_ins.overview, name="overview"),
    path("clienten/<str:number>/werkalliantie/beginnen/", check_ins.start, name="start"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/", check_ins.check_in_page, name="check_in"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/begeleider/", check_ins.counsellor_side, name="counsellor_side"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/client/", client_side.client_side, name="client_side"),
    path("clienten/<str:number>/werkalliantie/<int:pk>/client/klaar/", client_side.client_done, name="client_done"),
]
