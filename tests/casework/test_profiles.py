"""A client without a title who is followed as forensic: in the band, the lists and the figures, offered after a title."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums.background import Topic
from casework.models import BackgroundCode, BackgroundEntry, Client, ForensicTitle, Stay
from casework.selectors.headers import client_header
from casework.selectors.lists import client_rows
from casework.services.background import add_background, end_background, withdraw_background
from casework.services.stays import start_stay
from overview.selectors.figure_rows import Period
from overview.selectors.figures import figures
from tests.casework.test_legal import day, new_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(client_file, counsellor):
    """A title that ended thirty days ago."""
    return new_title(client_file, counsellor, valid_from=day(-400), valid_until=day(-30))


def profile(client, user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "topic": Topic.PROFILE,
        "code": BackgroundCode.objects.get(key="profile-expired"),
        "valid_from": day(-29),
        "note": "Schulden en oude vrienden.",
        "acting_user": user,
    }
    return add_background(**{**fields, **changes})


def test_after_a_title_a_client_goes_on_with_a_profile_in_band_and_list(client_file, over, counsellor):
    row = profile(client_file, counsellor)
    header = client_header(client_file)
    assert (header.title, header.profile_since) == (None, row.valid_from)
    assert client_rows([client_file])[0].profile == row
    withdraw_background(entry=row, reason="Vergist", acting_user=counsellor)
    assert client_header(client_file).profile_since is None


def test_a_title_that_holds_goes_before_a_profile_in_the_band(client_file, title, counsellor):
    profile(client_file, counsellor)
    assert client_header(client_file).profile_since is None


def test_somebody_with_a_profile_alone_is_in_care_and_counts_once(client_file, other_client, house, title, counsellor):
    """One with a title and a profile, one with a profile alone that was recorded late and closed since."""
    profile(client_file, counsellor)
    row = profile(other_client, counsellor, valid_from=day(-60))
    assert other_client in Client.objects.in_care(day(0))
    for one in (client_file, other_client):
        start_stay(client=one, location=house, valid_from=day(-60), acting_user=counsellor)
    Stay.objects.update(recorded_at=timezone.now() - dt.timedelta(days=60))
    ForensicTitle.objects.update(recorded_at=timezone.now() - dt.timedelta(days=60))
    BackgroundEntry.objects.update(recorded_at=timezone.now() - dt.timedelta(days=15))

    def forensic(ahead, **more):
        return figures(Period(day(ahead), day(ahead)), team_ids=None, **more).forensic

    assert forensic(-10) == 2
    end_background(entry=row, valid_until=day(-20), acting_user=counsellor)
    assert forensic(-10) == 1
    assert forensic(-10, as_known=True) == 2
    assert forensic(-25, as_known=True) == 1


def test_the_end_of_a_title_offers_a_profile_filled_in(client, client_file, over, counsellor):
    client.force_login(counsellor)
    page = client.get(reverse("casework:title_end_page", args=[client_file.number, over.pk])).content.decode()
    address = reverse("casework:background_create", args=[client_file.number, "profile"]) + f"?titel={over.pk}"
    assert address in page
    form = client.get(address).content.decode()
    assert f'value="{day(-29).isoformat()}"' in form
    assert f"Na: {over.kind}" in form
    for nonsense in ("999999", "x", ""):
        assert "Na: " not in client.get(address.split("?")[0], {"titel": nonsense}).content.decode()


def test_a_profile_stands_on_the_page_of_titles_and_in_the_list(client, client_file, over, counsellor):
    profile(client_file, counsellor)
    client.force_login(counsellor)
    page = client.get(reverse("casework:titles", args=[client_file.number])).content.decode()
    assert "Schulden en oude vrienden." in page
    assert "forensisch profiel sinds" in page
    assert "geen titel, forensisch profiel" in client.get(reverse("casework:client_list")).content.decode()
