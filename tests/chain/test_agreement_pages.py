"""The pages of an agreement on the organisation's side: who gets in, what is kept, what the client sees."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry
from casework.registry import registry
from chain.enums import AgreementStatus, Decision, Party, RuleEvent
from chain.models import Agreement, AgreementAct
from chain.services.agreements import act_on_agreement, draft_agreement, end_agreement
from chain.services.staleness import mark_stale

TAB_QUERIES = 26


def url_of(name: str, agreement: Agreement) -> str:
    return reverse(f"chain:{name}", args=[agreement.client.number, agreement.pk])


@pytest.fixture
def typed() -> dict[str, Any]:
    """The form as it is typed: one rule direct, one in working hours, the rest not."""
    data: dict[str, Any] = {
        "form_token": str(uuid4()),
        "roles": "Wij begeleiden",
        "contact_rhythm": "Elke twee weken",
        "control": "",
        "client_leads": "Werk zoeken",
        "sharing": "Alleen de voorwaarden",
        "evaluate_on": (timezone.localdate() + dt.timedelta(days=100)).strftime("%d-%m-%Y"),
        "meldregels-TOTAL_FORMS": "6",
        "meldregels-INITIAL_FORMS": "6",
    }
    for index, event in enumerate(RuleEvent):
        data[f"meldregels-{index}-event"] = event.value
        data[f"meldregels-{index}-speed"] = "day"
        data[f"meldregels-{index}-informer"] = "counsellor"
    data |= {
        "meldregels-0-wanted": "on",
        "meldregels-0-speed": "now",
        "meldregels-1-wanted": "on",
        "meldregels-1-speed": "working",
        "meldregels-1-hours": "6",
    }
    return data


def test_draft_is_made_with_the_rules_that_were_ticked(client, client_file, involvement, title, counsellor, typed):
    client.force_login(counsellor)

    answers = [client.post(reverse("chain:agreement_create", args=[client_file.number]), typed) for _click in range(2)]

    agreement = Agreement.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [agreement.get_absolute_url()] * 2
    assert list(agreement.rules.values_list("event", "within", "working_hours")) == [
        ("positive_check", 0, False),
        ("missed_appointment", 6, True),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"evaluate_on": "2001-01-01"}, "na vandaag"),
        ({"evaluate_on": "ooit"}, "Wij begeleiden"),
        ({"client_leads": ""}, "Wij begeleiden"),
        ({"meldregels-1-hours": ""}, "hoeveel werkuren"),
        ({"meldregels-1-hours": "-3"}, "Wij begeleiden"),
        ({"meldregels-0-event": "verzonnen"}, "Wij begeleiden"),
        ({"meldregels-TOTAL_FORMS": "x"}, "Wij begeleiden"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, client_file, involvement, title, counsellor, typed, change, sentence):
    client.force_login(counsellor)

    answer = client.post(reverse("chain:agreement_create", args=[client_file.number]), typed | change)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Wij begeleiden" in page
    assert "Dit klopt nog niet" in page
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("page", ["officer", "agreement_act", "agreement_end", "share", "portal_agreement"])
def test_empty_form_says_what_is_missing(client, offered, counsellor, officer, page):
    number, pk = offered.client.number, offered.pk
    where = {"officer": [number], "share": [number], "portal_agreement": [pk]}.get(page, [number, pk])
    client.force_login(officer if page == "portal_agreement" else counsellor)
    assert "Dit veld is verplicht." in client.post(reverse(f"chain:{page}", args=where)).content.decode()


def test_number_of_rules_is_not_what_a_request_says(client, client_file, involvement, title, counsellor, typed):
    client.force_login(counsellor)
    answer = client.post(
        reverse("chain:agreement_create", args=[client_file.number]), typed | {"meldregels-TOTAL_FORMS": "100000"}
    )
    assert answer.status_code == 200
    assert answer.content.decode().count('class="row-rule"') <= 2 * len(RuleEvent)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("meeting", ["9" * 5_000, str(10**30), "x"])
def test_draft_from_a_meeting_that_cannot_exist_starts_from_nothing(
    client, client_file, involvement, counsellor, meeting
):
    client.force_login(counsellor)
    answer = client.get(reverse("chain:agreement_create", args=[client_file.number]), {"overleg": meeting})
    assert answer.status_code == 200
    assert answer.context["start"].meeting is None


def test_new_version_starts_from_the_text_in_force(client, client_file, in_force, counsellor):
    client.force_login(counsellor)

    page = client.get(reverse("chain:agreement_create", args=[client_file.number])).content.decode()

    assert in_force.client_leads in page


def test_form_without_an_officer_says_what_to_do(client, client_file, counsellor):
    client.force_login(counsellor)

    page = client.get(reverse("chain:agreement_create", args=[client_file.number])).content.decode()

    assert reverse("chain:officer", args=[client_file.number]) in page


def test_draft_can_be_changed_until_it_is_offered(client, drafted, counsellor, typed):
    client.force_login(counsellor)
    client.post(url_of("agreement_edit", drafted), typed | {"roles": "Anders"})
    drafted.refresh_from_db()
    assert drafted.roles == "Anders"

    client.post(url_of("agreement_offer", drafted))
    answer = client.post(url_of("agreement_edit", drafted), typed | {"roles": "Nog anders"})

    drafted.refresh_from_db()
    assert (drafted.roles, answer.status_code) == ("Anders", 302)


def test_page_shows_the_frozen_text_and_not_what_came_after(client, offered, condition, counsellor):
    condition.text = "Geheel andere voorwaarde"
    condition.save()
    client.force_login(counsellor)

    page = client.get(offered.get_absolute_url()).content.decode()

    assert "Geen drugs, en meewerken aan urinecontrole." in page
    assert "Geheel andere voorwaarde" not in page
    assert offered.frozen_sha256 in page


def test_stale_version_says_why_and_offers_a_new_one(client, client_file, in_force, condition, counsellor):
    condition.valid_until = timezone.localdate() - dt.timedelta(days=1)
    condition.save()
    mark_stale(client=client_file, acting_user=counsellor)
    client.force_login(counsellor)

    page = client.get(reverse("chain:cooperation", args=[client_file.number])).content.decode()

    assert "Deze afspraken zijn verouderd" in page
    assert f"voorwaarde vervallen: {condition.kind}" in page
    assert reverse("chain:agreement_create", args=[client_file.number]) in page


def test_organisation_signs_on_its_page(client, offered, counsellor):
    client.force_login(counsellor)
    refused = client.post(url_of("agreement_act", offered), {"decision": "refused", "reason": ""})
    assert "Schrijf op waarom" in refused.content.decode()
    assert not AgreementAct.objects.exists()

    client.post(url_of("agreement_act", offered), {"decision": "agreed", "signature": "Noor Öztürk"})

    assert offered.acts.get().party == Party.ORGANISATION


def test_blocked_version_says_so(client, offered, counsellor, officer):
    act_on_agreement(
        agreement=offered,
        party=Party.PROBATION,
        decision=Decision.REFUSED,
        reason="De controle is te licht.",
        acting_user=officer,
    )
    client.force_login(counsellor)

    page = client.get(offered.get_absolute_url()).content.decode()

    assert "kan niet van kracht worden" in page
    assert "De controle is te licht." in page
    assert url_of("agreement_client", offered) not in page


def test_ending_asks_for_a_reason(client, in_force, counsellor):
    client.force_login(counsellor)
    client.post(url_of("agreement_end", in_force), {"reason": ""})
    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.IN_FORCE

    client.post(url_of("agreement_end", in_force), {"reason": "Toezicht afgelopen"})

    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.ENDED


# the screen of the client


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Dit scherm is nu voor u, Jeroen"),
        ("?stap=1", "Twee keer per week een urinecontrole."),
        ("?stap=2", "Jeroen leidt het zoeken naar werk."),
        ("?stap=3", "U hoort het altijd zelf eerst."),
        ("?stap=4", "Geen drugs, en meewerken aan urinecontrole."),
        ("?stap=5", "Ik ben het eens"),
        ("?antwoord=refused", "Waarom bent u het niet eens?"),
        ("?antwoord=could_not", "Waarom kon u niet antwoorden?"),
        ("?stap=99", "Dit scherm is nu voor u, Jeroen"),
        ("?antwoord=agreed", "Zet hier uw handtekening"),
        ("?antwoord=misschien", "Dit scherm is nu voor u, Jeroen"),
    ],
)
def test_client_reads_one_thing_per_screen_without_any_other_client(client, offered, counsellor, query, words):
    client.force_login(counsellor)

    page = client.get(url_of("agreement_client", offered) + query).content.decode()

    assert words in page
    assert reverse("chain:cooperation", args=[offered.client.number]) not in page
    assert "client-switcher" not in page
    assert not AgreementAct.objects.exists()


@pytest.mark.parametrize(
    ("posted", "decision"),
    [
        ({"decision": "agreed", "signature": "Jeroen Dekker"}, Decision.AGREED),
        ({"decision": "refused", "reason": "Te vaak controle"}, Decision.REFUSED),
        ({"decision": "could_not", "reason": "Ik lag in het ziekenhuis"}, Decision.COULD_NOT),
    ],
)
def test_client_answers_once_however_often_he_presses(client, offered, counsellor, posted, decision):
    client.force_login(counsellor)

    answers = [client.post(url_of("agreement_client", offered), posted, follow=True) for _press in range(2)]

    act = offered.acts.get()
    assert (act.party, act.decision, act.on_behalf) == (Party.CLIENT, decision, "Jeroen Dekker")
    for page in (answer.content.decode() for answer in answers):
        assert "Dank u wel, Jeroen" in page
        assert posted.get("reason", "") in page


@pytest.mark.parametrize("decision", ["refused", "could_not"])
def test_client_is_asked_why(client, offered, counsellor, decision):
    client.force_login(counsellor)

    page = client.post(url_of("agreement_client", offered), {"decision": decision, "reason": " "}).content.decode()

    assert "Schrijf op waarom" in page
    assert not AgreementAct.objects.exists()


def test_unknown_answer_is_no_answer(client, offered, counsellor):
    client.force_login(counsellor)

    answer = client.post(url_of("agreement_client", offered), {"decision": "misschien"})

    assert answer.status_code == 200
    assert not AgreementAct.objects.exists()


def test_stale_or_withdrawn_proposal_is_not_shown_to_the_client(client, offered, counsellor):
    end_agreement(agreement=offered, reason="Anders", acting_user=counsellor)
    client.force_login(counsellor)

    page = client.get(url_of("agreement_client", offered) + "?stap=1").content.decode()

    assert "Deze afspraken liggen nu niet voor" in page


def test_draft_is_not_shown_to_the_client(client, drafted, counsellor):
    client.force_login(counsellor)

    assert client.get(url_of("agreement_client", drafted)).status_code == 302


# who gets in

PAGES = ("agreement", "agreement_edit", "agreement_act", "agreement_client", "agreement_end")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "read", "write"), [("outsider", 404, 404), ("officer", 404, 404), ("expert", 200, 403)]
)
def test_who_may_open_and_change(client, offered, request, page, who, read, write):
    client.force_login(request.getfixturevalue(who))

    expected = read if page == "agreement" else write

    assert client.get(url_of(page, offered)).status_code == expected
    if page != "agreement":
        assert client.post(url_of(page, offered), {"decision": "agreed", "reason": "x"}).status_code == write
    assert not AgreementAct.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("officer", 404), ("expert", 403)])
def test_who_may_offer(client, drafted, request, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.post(url_of("agreement_offer", drafted)).status_code == status
    drafted.refresh_from_db()
    assert drafted.status == AgreementStatus.DRAFTED


def test_offering_by_get_is_refused(client, drafted, counsellor):
    client.force_login(counsellor)

    assert client.get(url_of("agreement_offer", drafted)).status_code == 405
    drafted.refresh_from_db()
    assert drafted.status == AgreementStatus.DRAFTED


def test_agreement_is_found_under_its_own_client_only(client, offered, other_client, outsider):
    client.force_login(outsider)

    assert client.get(reverse("chain:agreement", args=[other_client.number, offered.pk])).status_code == 404


def test_reader_sees_no_way_to_write(client, client_file, offered, expert):
    client.force_login(expert)

    pages = [offered.get_absolute_url(), reverse("chain:cooperation", args=[client_file.number])]

    for page in (client.get(url).content.decode() for url in pages):
        assert "Overleg vastleggen" not in page
        assert url_of("agreement_act", offered) not in page
        assert url_of("agreement_end", offered) not in page


def test_reading_leaves_an_audit_row_and_changes_nothing(client, offered, counsellor):
    client.force_login(counsellor)
    client.get(offered.get_absolute_url())

    assert AuditEntry.objects.filter(
        action=AuditAction.READ, object_type="chain.agreement", client_number=offered.client.number
    ).exists()
    offered.refresh_from_db()
    assert offered.status == AgreementStatus.OFFERED


# the tab, the band, the panel and the paper


@pytest.mark.parametrize("versions", [1, 3])
def test_tab_costs_the_same_queries_however_many_versions(
    client, client_file, in_force, clauses, rules, counsellor, versions, django_assert_max_num_queries
):
    for _version in range(versions - 1):
        one = draft_agreement(
            client=client_file, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
        )
        end_agreement(agreement=one, reason="Niet nodig", acting_user=counsellor)
    client.force_login(counsellor)
    url = reverse("chain:cooperation", args=[client_file.number])
    client.get(url)
    with django_assert_max_num_queries(TAB_QUERIES):
        client.get(url)


def test_band_and_panel_stay_within_their_queries(client_file, in_force, counsellor, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        band = registry.band_items["officer"].context(client_file, counsellor)
        assert band["involvement"].officer_id == in_force.officer_id
    with django_assert_max_num_queries(3):
        panel = registry.panels["cooperation"].context(client_file, counsellor)
        assert panel["state"].in_force == in_force


def test_care_plan_on_paper_carries_the_agreement(client_file, in_force, counsellor):
    from django.template.loader import render_to_string

    section = registry.plan_sections["cooperation"]
    paper = render_to_string(section.template, section.context(client_file, counsellor))

    assert "Samenwerkingsafspraken versie 1" in paper
    assert "binnen een dag (24 uur)" in paper
    assert in_force.client_leads in paper


def test_every_empty_state_of_the_tab_says_what_to_do(client, client_file, counsellor, request):
    client.force_login(counsellor)
    url = reverse("chain:cooperation", args=[client_file.number])
    assert reverse("chain:officer", args=[client_file.number]) in client.get(url).content.decode()

    request.getfixturevalue("involvement")
    assert reverse("chain:agreement_create", args=[client_file.number]) in client.get(url).content.decode()
