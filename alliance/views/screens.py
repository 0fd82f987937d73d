"""The client's screens, on the counsellor's device or on his own: large, one thing at a time, nothing of other clients.

What was answered in this sitting travels from screen to screen in the form, and is kept in a draft at every step. Whoever
stops half-way loses nothing; whoever goes on later, perhaps with somebody else looking, is not shown what he said before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render

from accounts.errors import Refused
from alliance.enums import ScaleKind, Side
from alliance.forms import ItemsForm, SharingForm
from alliance.models import AllianceDraft
from alliance.selectors.instruments import get_instrument
from alliance.services.check_ins import answer_as_client, decline, forget_answers, keep_answers, skippable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from accounts.models import OneTimeLink, User
    from alliance.instruments import Instrument, Item
    from alliance.models import AllianceCheckIn

SKIPPED = "skip"
LONGEST = 2  # digits of a step or an answer
NOT_BEGUN = 0


@dataclass(frozen=True)
class Sitting:
    """One client who answers, and where he goes. ``back_url`` is the counsellor's way back; empty on the client's own device."""

    request: HttpRequest
    check_in: AllianceCheckIn
    here: str
    done: str
    user: User | None
    link: OneTimeLink | None = None
    back_url: str = ""

    @property
    def counsellor(self) -> str:
        """Return the first name of the counsellor."""
        return self.check_in.started_by.first_name or str(self.check_in.started_by)

    @property
    def instrument(self) -> Instrument:
        """Return the definition it is held with."""
        return get_instrument(self.check_in.instrument_key, self.check_in.instrument_version)

    @property
    def context(self) -> dict[str, Any]:
        """Return what every screen shows."""
        return {
            "client": self.check_in.client,
            "check_in": self.check_in,
            "counsellor": self.counsellor,
            "back_url": self.back_url,
            "own_device": self.link is not None,
        }


def screens_of(instrument: Instrument) -> list[tuple[Item, ...]]:
    """Return the statements screen by screen: one each, or all sliders together."""
    if instrument.scale.kind == ScaleKind.SLIDER:
        return [instrument.items]
    return [(item,) for item in instrument.items]


class Walk:
    """Where the client is: the step that was sent, what he answered in this sitting, and what he had answered before."""

    def __init__(self, sitting: Sitting, data: QueryDict) -> None:
        """Read the step and the answers that came with it; anything odd is left out."""
        self.instrument = sitting.instrument
        self.screens = screens_of(self.instrument)
        self.last = len(self.screens) + 1
        step = data.get("step", "")
        self.step = min(int(step), self.last) if _is_number(step) else NOT_BEGUN
        self.carried = _carried(self.instrument, data)
        draft = AllianceDraft.objects.filter(check_in=sitting.check_in).first()
        self.kept: dict[str, int | None] = {
            key: value for key, value in (draft.answers if draft else {}).items() if key in self.instrument.item_by_key
        }

    @property
    def answers(self) -> dict[str, int | None]:
        """Return everything that was answered, now or before."""
        return {**self.kept, **self.carried}

    def open_after(self, step: int) -> int:
        """Return the next screen to show: the first that is open or was answered in this sitting, then the first open one."""
        later = (place for place in range(step + 1, self.last) if self._mine(place) or self._open(place))
        return next(later, self.first_open or self.last)

    def before(self, step: int) -> int:
        """Return the screen before, of those that were answered in this sitting; 0 when there is none."""
        return next((place for place in range(step - 1, 0, -1) if self._mine(place)), NOT_BEGUN)

    @property
    def first_open(self) -> int | None:
        """Return the first screen without an answer, or None when all are there."""
        return next((place for place in range(1, self.last) if self._open(place)), None)

    def items_at(self, step: int) -> tuple[Item, ...]:
        """Return the statements of a screen from 1 on."""
        return self.screens[step - 1]

    def _mine(self, step: int) -> bool:
        return any(item.key in self.carried for item in self.items_at(step))

    def _open(self, step: int) -> bool:
        return any(item.key not in self.answers for item in self.items_at(step))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


def _carried(instrument: Instrument, data: QueryDict) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for item in instrument.items:
        value = data.get(item.key, "")
        if value == SKIPPED and skippable(instrument, item.key):
            found[item.key] = None
        elif _is_number(value) and instrument.scale.lowest <= int(value) <= instrument.scale.highest:
            found[item.key] = int(value)
    return found


def serve(sitting: Sitting) -> HttpResponse:
    """Hand over with a GET; every POST is one screen further, one back, or the choice not to take part."""
    request, check_in = sitting.request, sitting.check_in
    if request.method != "POST":
        return _hand_over(sitting)
    go = request.POST.get("go")
    if go == "decline":
        decline(check_in=check_in, acting_user=sitting.user, link=sitting.link)
        return redirect(sitting.done)
    if go == "restart":
        forget_answers(check_in=check_in, acting_user=sitting.user, link=sitting.link)
        return redirect(sitting.here)
    walk = Walk(sitting, request.POST)
    if go == "back":
        step = walk.before(walk.step)
        return redirect(sitting.here) if step == NOT_BEGUN else _show(sitting, walk, step)
    return _forward(sitting, walk, skip=go == SKIPPED)


def _hand_over(sitting: Sitting) -> HttpResponse:
    instrument = sitting.instrument
    begun = AllianceDraft.objects.filter(check_in=sitting.check_in).exists()
    slider = instrument.scale.kind == ScaleKind.SLIDER
    context = {**sitting.context, "begun": begun, "slider": slider, "count": len(instrument.items)}
    return render(sitting.request, "alliance/client_handover.html", context)


def _forward(sitting: Sitting, walk: Walk, *, skip: bool) -> HttpResponse:
    """Check the screen that was sent; show the next one, the same one again, or save when it was the last."""
    if NOT_BEGUN < walk.step < walk.last:
        items = walk.items_at(walk.step)
        if skip and all(skippable(walk.instrument, item.key) for item in items):
            given: dict[str, int | None] = {item.key: None for item in items}
        else:
            form = ItemsForm(sitting.request.POST, instrument=walk.instrument, items=items, side=Side.CLIENT)
            if not form.is_valid():
                return _show(sitting, walk, walk.step, form)
            given = form.answers()
        keep_answers(check_in=sitting.check_in, answers=given, acting_user=sitting.user, link=sitting.link)
        walk.carried |= given
    if walk.step < walk.last:
        return _show(sitting, walk, walk.open_after(walk.step))
    if walk.first_open is not None:
        return _show(sitting, walk, walk.first_open)
    choice = SharingForm(sitting.request.POST, counsellor=sitting.counsellor, instrument=walk.instrument)
    if choice.is_valid():
        try:
            answer_as_client(
                check_in=sitting.check_in,
                answers=walk.answers,
                sharing=choice.cleaned_data["sharing"],
                remark=choice.cleaned_data["remark"],
                acting_user=sitting.user,
                link=sitting.link,
            )
        except Refused as refusal:
            choice.add_error(None, refusal.sentence)
        else:
            return redirect(sitting.done)
    return _show(sitting, walk, walk.last, choice)


def _show(sitting: Sitting, walk: Walk, step: int, form: ItemsForm | SharingForm | None = None) -> HttpResponse:
    """Show one screen, with the other answers of this sitting carried along; ``form`` when it goes back with a fault."""
    here = () if step == walk.last else walk.items_at(step)
    if form is None and not here:
        form = SharingForm(counsellor=sitting.counsellor, instrument=walk.instrument)
    elif form is None:
        initial = {key: value for key, value in walk.carried.items() if value is not None}
        form = ItemsForm(instrument=walk.instrument, items=here, side=Side.CLIENT, initial=initial)
    keys = {item.key for item in here}
    carried = [
        (key, SKIPPED if value is None else str(value)) for key, value in walk.carried.items() if key not in keys
    ]
    return render(
        sitting.request,
        "alliance/client_statement.html" if here else "alliance/client_sharing.html",
        {
            **sitting.context,
            "form": form,
            "step": step,
            "steps": len(walk.screens),
            "carried": carried,
            "kind": walk.instrument.scale.kind.value,
            "scale": walk.instrument.scale,
            "may_skip": len(here) == 1 and skippable(walk.instrument, here[0].key),
        },
    )


def thanks(sitting: Sitting) -> HttpResponse:
    """Thank the client, whatever he chose."""
    return render(sitting.request, "alliance/client_done.html", sitting.context)
