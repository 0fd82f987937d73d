"""What a browser sends to the pages of this room."""

from __future__ import annotations

from django.urls import reverse

from riskplans.models import Substance
from tests.riskplans.conftest import FULL


def url(name, client, *args):
    return reverse(f"riskplans:{name}", args=[client.number, *args])


def text(response):
    return response.content.decode()


def sheet_data(content=FULL, revision=0, **changes):
    """Return what the browser sends when the sheet was filled in as ``content`` says."""
    data = {**content.texts(), "revision": revision}
    for level in ("green", "yellow", "orange", "red"):
        phase = content.phase(level)
        data[f"{level}-how_i_am"] = phase.how_i_am
        data[f"{level}-triggers"] = phase.triggers
        data[f"{level}-signs_client"] = "\n".join(f"- {s.text}" for s in phase.signs if s.noticed_by == "client")
        data[f"{level}-signs_others"] = "\n".join(
            f"{s.text} ({s.noticed_who})" for s in phase.signs if s.noticed_by == "others"
        )
        rows = [*phase.actions, None]
        data |= {f"{level}-actions-TOTAL_FORMS": len(rows), f"{level}-actions-INITIAL_FORMS": 0}
        for place, action in enumerate(rows):
            row = f"{level}-actions-{place}"
            data[f"{row}-actor"] = action.actor if action else "client"
            data[f"{row}-text"] = action.text if action else ""
            data[f"{row}-urgency"] = action.urgency if action else "today"
            data[f"{row}-phone"] = action.phone if action else ""
    data |= {"contacts-TOTAL_FORMS": len(content.contacts) + 1, "contacts-INITIAL_FORMS": 0}
    for place, contact in enumerate(content.contacts):
        data[f"contacts-{place}-name"] = contact.name
        data[f"contacts-{place}-relation"] = contact.relation
        data[f"contacts-{place}-phone"] = contact.phone
        data[f"contacts-{place}-agreed_on"] = contact.agreed_on or ""
        data[f"contacts-{place}-reachable"] = contact.reachable
        data[f"contacts-{place}-may_know"] = contact.may_know
    return data | changes


ESTABLISH = {
    "established_on": "2026-01-05",
    "client_signs": "signs",
    "signature": "Jeroen Dekker",
    "client_signed_on": "2026-01-05",
}
CHECK = {
    "kind": "urine",
    "taken_at": "5-1-2026",
    "taken_at_time": "9.30",
    "occasion": "planned",
    "outcome": "held",
}


def found(**results):
    """Return what the form of a check sends of each substance: ``cannabis="positive"``."""
    ids = dict(Substance.objects.values_list("key", "pk"))
    return {f"found_{ids[key]}": result for key, result in results.items()}
