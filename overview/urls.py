"""Addresses of the top floor."""

from django.urls import path

from overview.views import contacts, days, figures, shifts, transfers, walks

app_name = "overview"

urlpatterns = [
    path("", days.home, name="home"),
    path("mijn-dag/", days.my_day, name="my_day"),
    path("caseload/", days.caseload_review, name="caseload"),
    path("cijfers/", figures.figures, name="figures"),
    path("cijfers/cijfers.csv", figures.figures_file, name="figures_file"),
    path("herinneringen/", days.reminders, name="reminders"),
    path("overdragen/", transfers.transfers, name="transfers"),
    path("overdragen/van/<int:leaver>/", transfers.transfer_create, name="transfer_create"),
    path("overdragen/<int:pk>/", transfers.transfer, name="transfer"),
    path("overdragen/<int:pk>/beeindigen/", transfers.transfer_end, name="transfer_end"),
    path("clienten/<str:number>/contact/nieuw/", contacts.contact_create, name="contact_create"),
    path("huizen/<int:house>/dienst/", shifts.shift, name="shift"),
    path("huizen/<int:house>/dienst/gelezen/", shifts.shift_read, name="shift_read"),
    path("huizen/<int:house>/bewoners/<slug:number>/noodkaart/", shifts.emergency_card, name="emergency_card"),
    path("mijn-mensen/", walks.my_people, name="my_people"),
    path("mijn-mensen/<slug:number>/", walks.person, name="person"),
]
