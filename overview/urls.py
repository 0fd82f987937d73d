"""Addresses of the top floor."""

from django.urls import path

from overview.views import contacts, days

app_name = "overview"

urlpatterns = [
    path("", days.home, name="home"),
    path("mijn-dag/", days.my_day, name="my_day"),
    path("caseload/", days.caseload_review, name="caseload"),
    path("herinneringen/", days.reminders, name="reminders"),
    path("clienten/<str:number>/contact/nieuw/", contacts.contact_create, name="contact_create"),
]
