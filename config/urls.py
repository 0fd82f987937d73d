"""The map of the house: every app brings its own addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from config.health import health
from config.not_offered import not_offered
from config.styleguide import SAMPLES

urlpatterns = [
    path("gezondheid/", health, name="health"),
    path("taal/", include("django.conf.urls.i18n")),
    # An address is proven by the invitation that went to it; nobody adds another one himself.
    path("account/email/", not_offered, name="account_email"),
    path("account/", include("allauth.urls")),
    path("beheer/gegevens/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("overview.urls")),
    path("", include("chain.urls")),
    path("", include("riskplans.urls")),
    path("", include("alliance.urls")),
    path("", include("casework.urls")),
]

if settings.DEMO:
    guide = TemplateView.as_view(template_name="styleguide.html", extra_context=SAMPLES)
    urlpatterns.append(path("stijlgids/", guide, name="styleguide"))
