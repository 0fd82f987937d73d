"""What was done with a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from alliance.access import get_check_in
from alliance.enums import Stage
from alliance.forms import FollowUpForm
from alliance.selectors.results import result_of, stage_of
from alliance.selectors.rhythm import rhythm_of
from alliance.selectors.signals import TalkingPoint, points_about_rhythm, with_follow_ups
from alliance.services.follow_ups import record_follow_up
from alliance.views.check_ins import TAB
from casework.access import get_client
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models import Client


@never_cache
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, number: str, signal: str) -> HttpResponse:
    """Let the counsellor record what he did with one signal."""
    user = current_user(request)
    client, point, back = _find(user, number, signal)
    page = FormPage(
        heading=_("Wat is ermee gedaan?"),
        lead=_("Een signaal vraagt om een gesprek, niet om een oordeel."),
        submit=_("Vastleggen wat ermee is gedaan"),
        done=_("Vastgelegd wat ermee is gedaan."),
        back=back,
        tab=TAB,
        template="alliance/follow_up.html",
        context={"point": point},
    )
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: record_follow_up(client=client, signal=point.key, acting_user=user, **values),
    )


def _find(user: User, number: str, signal: str) -> tuple[Client, TalkingPoint, str]:
    """Return the signal as it stands in the file now, and where one goes back to; raise ``Http404`` when it does not."""
    place = signal.partition("-")[0]
    if place != "0" and place.isdecimal() and len(place) < len(str(2**63)):
        client, check_in = get_check_in(user, number, int(place), write=True)
        complete = stage_of(check_in) == Stage.COMPLETE
        points = result_of(check_in, client, user).talking_points if complete else ()
        back = check_in.get_absolute_url()
    else:
        client = get_client(user, number, write=True, what="alliance.alliancefollowup")
        today = timezone.localdate()
        points = with_follow_ups(client, points_about_rhythm(client, rhythm_of(client, today), today))
        back = reverse("alliance:overview", args=[number])
    for point in points:
        if point.key == signal:
            return client, point, back
    raise Http404(_("Dit signaal is er niet (meer)."))
