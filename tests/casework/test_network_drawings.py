"""The drawings of the network: places, ties per life domain, two people at one time, and two days side by side."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import Influence, Relation
from casework.enums.network import SupportDirection, TieKind
from casework.forms.network_drawings import clock
from casework.models import LifeDomain, NetworkTie
from casework.selectors.network import days_of, network_on
from casework.selectors.network_changes import changes_between
from casework.selectors.network_drawing import angles_of, genogram, sociogram
from casework.selectors.network_ecogram import ecogram, ties_on
from casework.selectors.network_entries import network_entries
from casework.services.network import add_member, end_membership
from casework.services.network_drawings import DrawingConflict, TieLine, draw_ecogram, draw_network

pytestmark = pytest.mark.django_db
BOTH, TO, FROM = SupportDirection.BOTH, SupportDirection.TO_CLIENT, SupportDirection.FROM_CLIENT
NOTHING = SupportDirection.NONE


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def add(client, user, name="Anna", relation=Relation.SIBLING, days=30, **facts):
    return add_member(
        client=client,
        form_token=uuid4(),
        facts={"name": name, "relation": relation, **facts},
        valid_from=ago(days),
        acting_user=user,
    )


def domain(index=0):
    return LifeDomain.objects.all()[index]


def tie(client, user, member, at, kind=TieKind.STRONG, direction=BOTH, days=0, seen=None, token=None):
    return draw_ecogram(
        client=client,
        form_token=token or uuid4(),
        ties={(member.pk, at.pk): TieLine(kind, direction, seen)},
        valid_from=ago(days),
        acting_user=user,
    )


def drawn(client, day=None):
    return [(one.row.name, one.domain, one.kind, one.direction) for one in ties_on(client, day or ago(0))]


def place(client, user, seen=None, **places):
    (key, wanted) = next(iter(places.items()))
    return draw_network(
        client=client,
        form_token=uuid4(),
        places={int(key[1:]): wanted},
        valid_from=ago(0),
        acting_user=user,
        seen=seen,
    )


# --- the ecogram


def test_a_tie_is_dated_and_the_past_stays(client_file, counsellor):
    anna, home = add(client_file, counsellor), domain()
    assert tie(client_file, counsellor, anna, home, TieKind.WEAK, TO, days=10) == 1
    assert tie(client_file, counsellor, anna, home, TieKind.STRESSFUL, NOTHING) == 1
    assert drawn(client_file) == [("Anna", home, "stressful", "none")]
    assert drawn(client_file, ago(5)) == [("Anna", home, "weak", "to_client")]
    assert drawn(client_file, ago(20)) == []
    assert AuditEntry.objects.filter(object_type="casework.networktie").count() == 2


def test_what_stays_the_same_gets_no_row_and_a_second_click_neither(client_file, counsellor):
    anna, home, token = add(client_file, counsellor), domain(), uuid4()
    assert tie(client_file, counsellor, anna, home, token=token) == 1
    assert tie(client_file, counsellor, anna, home, token=token) == 0
    assert tie(client_file, counsellor, anna, domain(1), TieKind.NONE, NOTHING) == 0
    assert NetworkTie.objects.count() == 1


def test_an_ended_tie_is_drawn_no_longer(client_file, counsellor):
    anna, home = add(client_file, counsellor), domain()
    tie(client_file, counsellor, anna, home, days=10)
    tie(client_file, counsellor, anna, home, TieKind.NONE, NOTHING)
    assert drawn(client_file) == []
    assert len(ties_on(client_file, ago(0), ended=True)) == 1
    assert ecogram(ties_on(client_file, ago(0))) is None


def test_who_left_or_is_a_victim_has_no_tie(client_file, counsellor, other_client):
    anna = add(client_file, counsellor)
    tie(client_file, counsellor, anna, domain(), days=10)
    end_membership(member=anna, form_token=uuid4(), left_on=ago(0), why="Verhuisd.", acting_user=counsellor)
    assert drawn(client_file) == []
    victim = add(client_file, counsellor, "De buurvrouw", Relation.VICTIM)
    stranger = add(other_client, counsellor, "Kees")
    for member in (anna, victim, stranger):
        with pytest.raises(Refused, match="Kies iemand die in het netwerk staat"):
            tie(client_file, counsellor, member, domain(1))


def test_days_are_checked(client_file, counsellor):
    anna, home = add(client_file, counsellor), domain()
    with pytest.raises(Refused, match="in de toekomst"):
        tie(client_file, counsellor, anna, home, days=-1)
    tie(client_file, counsellor, anna, home, days=5)
    with pytest.raises(Refused, match="voor de vorige wijziging"):
        tie(client_file, counsellor, anna, home, TieKind.WEAK, days=6)


def test_over_a_broken_tie_goes_no_support(client_file, counsellor):
    with pytest.raises(Refused, match="verbroken band gaat geen steun"):
        tie(client_file, counsellor, add(client_file, counsellor), domain(), TieKind.BROKEN, BOTH)
    row = NetworkTie(kind=TieKind.BROKEN, direction=BOTH)
    with pytest.raises(ValidationError):
        row.validate_constraints()


def test_two_people_at_one_tie_the_second_sees_both(client_file, counsellor, team_lead):
    anna, home = add(client_file, counsellor), domain()
    tie(client_file, counsellor, anna, home, TieKind.WEAK, TO, days=3)
    seen = NetworkTie.objects.get().pk
    tie(client_file, team_lead, anna, home, TieKind.BROKEN, NOTHING, seen=seen)
    with pytest.raises(DrawingConflict) as refusal:
        tie(client_file, counsellor, anna, home, TieKind.STRONG, BOTH, seen=seen)
    assert refusal.value.stored[anna.pk, home.pk].kind == TieKind.BROKEN
    assert str(team_lead) in refusal.value.sentence
    assert drawn(client_file) == [("Anna", home, "broken", "none")]
    latest = NetworkTie.objects.first()
    tie(client_file, counsellor, anna, home, TieKind.STRONG, BOTH, seen=latest.pk)
    assert drawn(client_file) == [("Anna", home, "strong", "both")]
    # one that ended long ago is no conflict for who draws it anew
    tie(client_file, team_lead, anna, home, TieKind.NONE, NOTHING, seen=NetworkTie.objects.first().pk)
    assert tie(client_file, counsellor, anna, home, TieKind.WEAK, TO) == 1


def test_each_kind_has_a_line_of_its_own(client_file, counsellor):
    lines = (
        ("Anna", TieKind.STRONG, BOTH),
        ("Bert", TieKind.WEAK, TO),
        ("Cor", TieKind.STRESSFUL, FROM),
        ("Dirk", TieKind.BROKEN, NOTHING),
    )
    for index, (name, kind, direction) in enumerate(lines):
        relation = Relation.ORGANISATION if name == "Dirk" else Relation.FRIEND
        tie(client_file, counsellor, add(client_file, counsellor, name, relation), domain(index), kind, direction)
    drawing = ecogram(ties_on(client_file, ago(0)))
    nodes = {node.name: node for node in drawing.nodes}
    assert [len(nodes[name].arrows) for name, *_rest in lines] == [2, 1, 1, 0]
    assert nodes["Cor"].path.count("L") > 5 > nodes["Anna"].path.count("L")
    assert (bool(nodes["Dirk"].cut), nodes["Dirk"].path.count("M"), nodes["Dirk"].shape) == (True, 2, "square")
    assert [area.name for area in drawing.areas] == [domain(index).name for index in range(4)]
    assert drawing.areas[0].lines == ("Anna (vriend of vriendin): sterk, steun over en weer",)
    inside = [(0 < one.x < drawing.width and 0 < one.y < drawing.height) for one in (*drawing.nodes, *drawing.areas)]
    assert all(inside)


def test_with_all_domains_there_is_room_in_each(client_file):
    drawing = ecogram([], LifeDomain.objects.all())
    assert len(drawing.areas) == LifeDomain.objects.count()
    assert all(area.next_y < drawing.height for area in drawing.areas)
    assert len({(area.x, area.y) for area in drawing.areas}) == len(drawing.areas)


def eco_data(client, number):
    form = client.get(reverse("casework:network_ecogram", args=[number])).context["form"]
    data = {}
    for field in form:
        value = field.value()
        data[field.html_name] = "" if value is None else str(value)
    return data


def test_the_ecogram_is_drawn_moved_and_ended_by_form(client, client_file, counsellor):
    anna = add(client_file, counsellor)
    client.force_login(counsellor)
    address = reverse("casework:network_ecogram", args=[client_file.number])
    data = eco_data(client, client_file.number) | {"member_new0": anna.pk, "kind_new0": "weak"}
    assert "Kies het leefgebied." in client.post(address, data).content.decode()
    data |= {"domain_new0": domain().pk, "member_new1": anna.pk, "domain_new1": domain().pk}
    assert "Anna staat al bij" in client.post(address, data).content.decode()
    data |= {"domain_new1": domain(1).pk, "kind_new1": "broken", "direction_new1": "both"}
    assert client.post(address, data).status_code == 302
    assert drawn(client_file) == [("Anna", domain(), "weak", "both"), ("Anna", domain(1), "broken", "none")]
    first, second = (f"{anna.pk}_{domain(index).pk}" for index in (0, 1))
    data = eco_data(client, client_file.number) | {f"domain_{first}": domain(2).pk, f"kind_{second}": "none"}
    assert client.post(address, data).status_code == 302
    assert drawn(client_file) == [("Anna", domain(2), "weak", "both")]
    page = client.get(reverse("casework:network", args=[client_file.number])).content.decode()
    assert "Ecogram: mensen en organisaties per leefgebied" in page
    assert "Anna (broer of zus): zwak, steun over en weer" in page
    own = client.get(anna.get_absolute_url()).content.decode()
    assert f"{domain(2).name}: zwak, steun over en weer" in own


def test_what_another_drew_meanwhile_stands_beside_ones_own(client, client_file, counsellor, team_lead):
    anna, bert = add(client_file, counsellor), add(client_file, counsellor, "Bert")
    tie(client_file, counsellor, anna, domain(), TieKind.WEAK, TO, days=3)
    client.force_login(counsellor)
    address = reverse("casework:network_ecogram", args=[client_file.number])
    key = f"{anna.pk}_{domain().pk}"
    data = eco_data(client, client_file.number) | {f"kind_{key}": "strong"}
    tie(client_file, team_lead, anna, domain(), TieKind.STRESSFUL, NOTHING, seen=NetworkTie.objects.get().pk)
    tie(client_file, team_lead, bert, domain(1), TieKind.WEAK, TO)  # not on the screen at all
    refused = client.post(address, data)
    text = refused.content.decode()
    assert f"gespannen, geen steun ({team_lead})" in text
    assert refused.context["form"][f"kind_{key}"].value() == "strong"
    data[f"seen_{key}"] = refused.context["form"][f"seen_{key}"].value()
    assert client.post(address, data).status_code == 302
    assert drawn(client_file) == [("Anna", domain(), "strong", "to_client"), ("Bert", domain(1), "weak", "to_client")]


# --- the sociogram and the genogram


def test_who_was_placed_stands_there_and_the_others_make_room(client_file, counsellor):
    for name, angle in (("Anna", 90), ("Bert", None), ("Cor", None)):
        add(client_file, counsellor, name, angle=angle)
    rows = network_on(client_file, ago(0))
    angles = dict(zip([row.name for row in rows], angles_of(rows, 2), strict=True))
    assert angles["Anna"] == 90
    assert angles["Bert"] == 270
    assert abs(angles["Cor"] - 90) >= 75
    node = next(one for one in sociogram(rows).nodes if one.name == "Anna")
    assert (node.x, node.y) == (260 + 140, 260)


def test_a_name_stands_off_its_line_and_off_the_other_names(client_file, counsellor):
    for name, angle in (("Tante Corrie", 300), ("Ria Verhoeven", 315), ("Kevin", 120)):
        add(client_file, counsellor, name, angle=angle)
    nodes = {one.name: one for one in sociogram(network_on(client_file, ago(0))).nodes}
    assert nodes["Kevin"].label_dy > 0, "under the client the line comes from above"
    corrie, ria = nodes["Tante Corrie"], nodes["Ria Verhoeven"]
    assert corrie.label_dy < 0
    room = (len(corrie.label) + len(ria.label)) * 6 // 2
    apart = abs(corrie.y + corrie.label_dy - ria.y - ria.label_dy) >= 16
    assert apart or abs(corrie.x - ria.x) >= room


def test_only_one_step_of_the_clock_is_a_place(client_file, counsellor):
    with pytest.raises(Refused):
        add(client_file, counsellor, angle=7)
    assert [clock(angle) for angle in (0, 15, 90, 345)] == ["12 uur", "half 1", "3 uur", "half 12"]


def test_a_row_of_the_genogram_stands_as_it_was_placed(client_file, counsellor):
    for name, at in (("Anna", 2), ("Bert", 1), ("Cor", None)):
        add(client_file, counsellor, name, row_place=at)
    drawing = genogram(network_on(client_file, ago(0)))
    assert [node.name for node in sorted(drawing.nodes, key=lambda node: node.x)] == ["Bert", "Anna", "Cor"]
    assert {node.group for node in drawing.nodes} == {"2a"}


def test_other_family_stands_in_the_genogram_once_its_generation_is_said(client, client_file, counsellor):
    aunt = add(client_file, counsellor, "Tante Riet", Relation.FAMILY)
    rows = network_on(client_file, ago(0))
    assert genogram(rows) is None
    assert [(node.name, node.group) for node in genogram(rows, to_change=True).nodes] == [("Tante Riet", "a")]
    client.force_login(counsellor)
    page = client.get(reverse("casework:network", args=[client_file.number])).content.decode()
    assert "Kies bij Aanpassen in welke generatie" in page
    address = reverse("casework:network_genogram", args=[client_file.number])
    data = {"form_token": str(uuid4()), "valid_from": str(ago(0)), f"seen_{aunt.pk}": str(aunt.versions.first().pk)}
    assert client.post(address, data | {f"generation_{aunt.pk}": "9"}).status_code == 200
    assert client.post(address, data | {f"generation_{aunt.pk}": "1"}).status_code == 302
    drawing = genogram(network_on(client_file, ago(0)))
    (node,) = drawing.nodes
    assert node.y < drawing.y
    assert node.words.endswith("(ouders)")


def test_a_generation_that_was_chosen_goes_before_that_of_the_relation(client_file, counsellor):
    add(client_file, counsellor, "Moeder", Relation.PARENT)
    stepfather = add(client_file, counsellor, "Stiefvader", Relation.PARENT)
    was = network_on(client_file, ago(5))
    place(client_file, counsellor, None, **{f"m{stepfather.pk}": {"generation": 2}})
    now = network_on(client_file, ago(0))
    drawing = genogram(now)
    at = {node.name: node for node in drawing.nodes}
    assert at["Moeder"].y < drawing.y == at["Stiefvader"].y
    assert at["Stiefvader"].x < drawing.x
    assert "In het genogram staat Stiefvader nu bij: eigen generatie" in changes_between(was, now, [], [])


def test_two_people_at_one_figure_the_second_sees_both(client, client_file, counsellor, team_lead):
    anna, bert = add(client_file, counsellor), add(client_file, counsellor, "Bert")
    first = {member.pk: member.versions.first().pk for member in (anna, bert)}
    place(client_file, team_lead, first, **{f"m{anna.pk}": {"ring": 1, "angle": 0}})
    # another figure is no conflict
    assert place(client_file, counsellor, first, **{f"m{bert.pk}": {"ring": 3, "angle": 90}}) == 1
    with pytest.raises(DrawingConflict, match=str(team_lead)):
        place(client_file, counsellor, first, **{f"m{anna.pk}": {"ring": 3, "angle": 90}})
    # nor is what somebody changed that is not drawn here
    assert place(client_file, counsellor, first, **{f"m{anna.pk}": {"row_place": 2}}) == 1
    client.force_login(team_lead)
    address = reverse("casework:network_drawing", args=[client_file.number])
    data = {"form_token": str(uuid4()), "valid_from": str(ago(0))}
    data |= {f"ring_{anna.pk}": "2", f"angle_{anna.pk}": "90", f"influence_{anna.pk}": "promoting"}
    data |= {f"seen_{anna.pk}": str(first[anna.pk])}
    counter = anna.versions.count()
    place(client_file, counsellor, None, **{f"m{anna.pk}": {"influence": Influence.BOTH}})
    refused = client.post(address, data)
    assert f"dichtbij, 12 uur, allebei ({counsellor})" in refused.content.decode()
    assert anna.versions.count() == counter + 1
    again = data | {f"seen_{anna.pk}": refused.context["form"][f"seen_{anna.pk}"].value()}
    assert client.post(address, again).status_code == 302
    assert anna.versions.first().influence == Influence.PROMOTING
    assert bert.versions.first().ring == 3  # who was not in the form stays where he is


def test_a_script_hears_where_to_go_or_that_it_was_refused(client, client_file, counsellor):
    anna = add(client_file, counsellor)
    client.force_login(counsellor)
    address = reverse("casework:network_genogram", args=[client_file.number])
    data = {"form_token": str(uuid4()), "valid_from": "", f"row_place_{anna.pk}": "1", f"seen_{anna.pk}": "1"}
    assert client.post(address, data, headers={"Accept": "application/json"}).status_code == 409
    data["valid_from"] = str(ago(0))
    saved = client.post(address, data, headers={"Accept": "application/json"})
    assert saved.json() == {"next": reverse("casework:network", args=[client_file.number])}
    assert anna.versions.first().row_place == 1


@pytest.mark.parametrize("name", ["drawing", "genogram", "ecogram"])
def test_without_anybody_there_is_nothing_to_draw(client, client_file, counsellor, name):
    client.force_login(counsellor)
    page = client.get(reverse(f"casework:network_{name}", args=[client_file.number]))
    assert "Er staat nog niemand om te tekenen" in page.content.decode()


# --- two days


def test_what_changed_between_two_days_is_said(client, client_file, counsellor):
    anna, bert = add(client_file, counsellor), add(client_file, counsellor, "Bert")
    tie(client_file, counsellor, anna, domain(), TieKind.WEAK, TO, days=20)
    tie(client_file, counsellor, anna, domain(1), days=20)
    draw_network(
        client=client_file,
        form_token=uuid4(),
        places={anna.pk: {"ring": 1, "influence": Influence.PROMOTING}},
        valid_from=ago(5),
        acting_user=counsellor,
    )
    tie(client_file, counsellor, anna, domain(), TieKind.STRONG, BOTH, days=5)
    tie(client_file, counsellor, anna, domain(1), TieKind.NONE, NOTHING, days=5)
    end_membership(member=bert, form_token=uuid4(), left_on=ago(5), why="Weg.", acting_user=counsellor)
    cor = add(client_file, counsellor, "Cor", days=5)
    before, after = ago(10), ago(0)
    said = changes_between(
        network_on(client_file, before),
        network_on(client_file, after),
        ties_on(client_file, before),
        ties_on(client_file, after),
    )
    assert said == [
        "Nieuw: Cor",
        "Niet meer in het netwerk: Bert",
        "Dichterbij: Anna",
        "Het contact met Anna: eerst nog niet besproken, nu helpt vooruit",
        f"{domain()}, Anna: eerst zwak, steun naar de cliënt toe, nu sterk, steun over en weer",
        f"{domain(1)}, Anna: eerst sterk, steun over en weer, nu geen band",
    ]
    draw_network(
        client=client_file,
        form_token=uuid4(),
        places={cor.pk: {"ring": 3}},
        valid_from=ago(0),
        acting_user=counsellor,
    )
    farther = changes_between(network_on(client_file, ago(1)), network_on(client_file, ago(0)), [], [])
    assert farther == ["Verder weg: Cor"]
    assert days_of(client_file) == [ago(0), ago(5), ago(20), ago(30)]
    client.force_login(counsellor)
    address = reverse("casework:network_compare", args=[client_file.number])
    page = client.get(address, {"van": str(after), "tot": str(before)})  # turned round
    assert (page.context["first"], page.context["last"]) == (before, after)
    assert "Dichterbij: Anna" in page.content.decode()
    assert client.get(address).context["first"] == ago(30)
    assert "Op deze dagen is het netwerk hetzelfde." in client.get(address, {"van": str(after)}).content.decode()


def test_a_changed_ecogram_stands_on_the_timeline_once_a_day(client_file, counsellor):
    anna = add(client_file, counsellor)
    tie(client_file, counsellor, anna, domain())
    tie(client_file, counsellor, anna, domain(1))
    entries = network_entries(client_file, counsellor, timezone.now() + dt.timedelta(days=1), 50)
    assert [(one.title, one.body) for one in entries if "ecogram" in one.title] == [
        ("Het ecogram is aangepast", "Banden: 2.")
    ]


@pytest.mark.parametrize(
    "name", ["network", "network_drawing", "network_ecogram", "network_genogram", "network_compare"]
)
def test_a_drawing_costs_the_same_for_one_and_for_three(client, client_file, counsellor, name):
    tie(client_file, counsellor, add(client_file, counsellor), domain())
    client.force_login(counsellor)
    address = reverse(f"casework:{name}", args=[client_file.number])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for index, person in enumerate(("Bert", "Cor")):
        tie(client_file, counsellor, add(client_file, counsellor, person), domain(index))
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one) <= 20


def test_a_form_that_is_sent_again_with_something_else_saves_that_too(client_file, counsellor):
    """The answer got lost on the way, and the figure was moved on before it was sent again."""
    anna, token = add(client_file, counsellor), uuid4()

    def move(ring):
        places = {anna.pk: {"ring": ring}}
        draw_network(client=client_file, form_token=token, places=places, valid_from=ago(0), acting_user=counsellor)

    move(1)
    move(1)
    move(3)
    move(1)
    assert [row.ring for row in anna.versions.order_by("pk")] == [2, 1, 3, 1]
    for kind in (TieKind.STRONG, TieKind.WEAK, TieKind.WEAK, TieKind.STRONG):
        tie(client_file, counsellor, anna, domain(), kind, BOTH, token=token)
    assert [row.kind for row in NetworkTie.objects.order_by("pk")] == ["strong", "weak", "strong"]
