"""Addresses of the chain: on the organisation's side under the client's number, for partners under ``/partner/``."""

from django.urls import path

from chain.views import agreements, client_screen, cooperation, meetings, notifications, portal, sharing, signatures

app_name = "chain"

OF_CLIENT = "clienten/<str:number>/"

urlpatterns = [
    path(f"{OF_CLIENT}samenwerking/", cooperation.cooperation, name="cooperation"),
    path(f"{OF_CLIENT}samenwerking/toezichthouder/", cooperation.officer, name="officer"),
    path(f"{OF_CLIENT}overleg/nieuw/", meetings.meeting_create, name="meeting_create"),
    path(f"{OF_CLIENT}overleg/<int:pk>/", meetings.meeting, name="meeting"),
    path(f"{OF_CLIENT}overeenkomst/nieuw/", agreements.agreement_create, name="agreement_create"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/", agreements.agreement, name="agreement"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/bewerken/", agreements.agreement_edit, name="agreement_edit"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/voorleggen/", agreements.agreement_offer, name="agreement_offer"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/standpunt/", signatures.agreement_act, name="agreement_act"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/papier/", signatures.agreement_paper, name="agreement_paper"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/link/", signatures.agreement_link, name="agreement_link"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/client/", client_screen.agreement_client, name="agreement_client"),
    path(f"{OF_CLIENT}overeenkomst/<int:pk>/beeindigen/", agreements.agreement_end, name="agreement_end"),
    path("link/afspraken/", signatures.sign_with_link, name="sign_by_link"),
    path("link/afspraken/getekend/", signatures.signed_with_link, name="signed_by_link"),
    path(f"{OF_CLIENT}meldingen/<int:pk>/", notifications.notification_page, name="notification"),
    path(f"{OF_CLIENT}meldingen/<int:pk>/verteld/", notifications.notification_tell, name="notification_tell"),
    path(f"{OF_CLIENT}meldingen/<int:pk>/versturen/", notifications.notification_send, name="notification_send"),
    path(f"{OF_CLIENT}meldingen/<int:pk>/vervallen/", notifications.notification_drop, name="notification_drop"),
    path(f"{OF_CLIENT}delen/", sharing.share, name="share"),
    path(f"{OF_CLIENT}delen/<int:pk>/beeindigen/", sharing.share_end, name="share_end"),
    path(f"{OF_CLIENT}verstrekkingen/", sharing.disclosures, name="disclosures"),
    path("partner/", portal.portal_home, name="portal_home"),
    path("partner/meldingen/", portal.portal_inbox, name="portal_inbox"),
    path("partner/meldingen/<int:pk>/", portal.portal_notification, name="portal_notification"),
    path("partner/clienten/<str:number>/", portal.portal_client, name="portal_client"),
    path("partner/overeenkomsten/<int:pk>/", portal.portal_agreement, name="portal_agreement"),
    path("partner/documenten/<int:pk>/", portal.portal_document, name="portal_document"),
]
