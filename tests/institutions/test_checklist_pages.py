"""The institution's checklist as its leader fills it, without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institutions.models import Institution, MedEntry, Role, Tick
from tests.cast import INSTITUTION_POINTS, NOW, Cast, draft_need, make_cast, put_rules_in_force

GATES = [item["code"] for item in INSTITUTION_POINTS if item["gates"]]
ANSWERS = {
    "F01": {"evidence": "Flere ture ud og mere selskab"},
    "F03": {"evidence": "LokalMED", "held_on": "20-10-2026"},
    "F04": {"held_on": "21/10/2026"},
    "F05": {"evidence": "Lone og Bo"},
    "F07": {"choice": "Begge dele", "evidence": "Aftalen ligger hos Lone"},
    "F09": {"choice": "Nej"},
    "F10": {"evidence": "Version 1"},
    "F11": {"choice": "Kommunens ordning", "evidence": "Ulykke og ansvar"},
    "F12": {"evidence": "Ja, intet løft"},
    "F13": {"evidence": "Bo, første gang kl. 13"},
}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    """The leader of the institution that has closed nothing yet, signed in."""
    client.force_login(cast.leader_elsewhere)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def tick(client: Client, place: Institution, code: str, **typed: str) -> Any:
    answers = typed or ANSWERS[code]
    fields = {f"{code}-{name}": value for name, value in answers.items()}
    return client.post(to("tick", place.pk, code), fields)


def test_every_gate_is_closed_on_its_own_evidence(cast: Cast, leader: Client) -> None:
    place = cast.elsewhere
    assert sorted(ANSWERS) == GATES
    before = leader.get(to("checklist", place.pk))
    assert before.context["open_gates"] == 10
    assert before.content.decode().count("10 punkter mangler, før I kan lægge opgaver ud.") == 1
    for code in GATES:
        response = tick(leader, place, code)
        assert response.headers["Location"] == f"{to('checklist', place.pk)}#{code}"
    after = leader.get(to("checklist", place.pk))
    assert after.context["open_gates"] == 0
    ticks = Tick.objects.filter(run__institution=place).order_by("id")
    assert list(ticks.values_list("evidence", flat=True)) == [
        "Flere ture ud og mere selskab",
        "LokalMED · 20-10-2026",
        "21-10-2026",
        "Lone og Bo",
        "Begge dele: Aftalen ligger hos Lone",
        "Nej",
        "Version 1",
        "Kommunens ordning: Ulykke og ansvar",
        "Ja, intet løft",
        "Bo, første gang kl. 13",
    ]
    assert MedEntry.objects.filter(institution=place).get().committee == "LokalMED"
    assert after.content.decode().count("Leader Elsewhere, man 23/11 kl. 10:00") == 10


@pytest.mark.parametrize(
    ("code", "typed", "errors"),
    [
        ("F01", {"evidence": " "}, {"evidence": ["Udfyld feltet »Sådan er det i orden«."]}),
        ("F03", {"evidence": "MED", "held_on": "1-12-2026"},
            {"held_on": ["Datoen ligger i fremtiden. Sæt hak, når det er sket."]}),
        ("F04", {"held_on": "i går"},
            {"held_on": ["Skriv datoen som dag-måned-år, for eksempel 24-11-2026."]}),
        ("F05", {"evidence": "1"}, {"evidence": ["Skriv navnet på personen."]}),
        ("F07", {"evidence": "hos Lone"}, {"choice": ["Vælg et svar."]}),
        ("F09", {"choice": "Ja"}, {"evidence": ["Skriv et par ord om svaret."]}),
        ("F11", {"choice": "Egen forsikring"},
            {"evidence": ["Udfyld feltet »Forklar ordningen i to linjer«."]}),
    ],
)  # fmt: skip
def test_evidence_that_does_not_do_is_refused_at_its_point_and_kept(
    cast: Cast, leader: Client, code: str, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = tick(leader, cast.elsewhere, code, **typed)
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    kept = [response.context["form"][name].value() for name in typed]
    assert kept == list(typed.values())
    assert Tick.objects.filter(run__institution=cast.elsewhere).count() == 0


@pytest.mark.parametrize("code", ["F03", "F04", "F07", "F12"])
def test_an_answer_is_read_back_as_it_was_typed(cast: Cast, leader: Client, code: str) -> None:
    tick(leader, cast.elsewhere, code)
    page = leader.get(to("checklist", cast.elsewhere.pk))
    lines = [line for group in page.context["groups"] for line in group]
    form = next(line.form for line in lines if line.point.item.code == code)
    shown = {name: form[name].value() for name in ANSWERS[code]}
    tick(leader, cast.elsewhere, code, **shown)
    expected = {name: typed.replace("/", "-") for name, typed in ANSWERS[code].items()}
    assert shown == expected
    assert Tick.objects.filter(run__institution=cast.elsewhere).count() == 1


def test_a_point_can_be_opened_again_and_leads_back_to_the_need(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    task = draft_need(cast)
    back = f"?behov={task.pk}"
    response = client.post(to("untick", cast.here.pk, "F12") + back)
    assert response.headers["Location"] == f"{to('checklist', cast.here.pk)}{back}#F12"
    page = client.get(to("checklist", cast.here.pk) + back)
    assert page.context["open_gates"] == 1
    assert page.content.decode().count(f'href="{to("need_points", task.pk)}"') == 1
    assert page.content.decode().count("Åbnet igen af institutionen.") == 1


def test_a_new_version_of_the_rules_opens_points_with_the_reason(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    assert client.get(to("checklist", cast.here.pk)).context["open_gates"] == 0
    put_rules_in_force(cast, at=NOW)
    page = client.get(to("checklist", cast.here.pk))
    assert page.context["open_gates"] == 2
    assert page.content.decode().count("Spillereglerne, version 2, er godkendt.") == 2


def test_the_year_is_over_the_day_after(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    began = NOW - timedelta(days=30)
    with time_machine.travel(began + timedelta(days=364), tick=False):
        client.force_login(cast.leader)
        assert client.get(to("checklist", cast.here.pk)).context["open_gates"] == 0
    with time_machine.travel(began + timedelta(days=365), tick=False):
        client.force_login(cast.leader)
        assert client.get(to("checklist", cast.here.pk)).context["open_gates"] == 10


def test_one_institution_needs_no_choice_and_several_say_what_they_lack(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    only = client.get(to("checklist"))
    assert only.headers["Location"] == to("checklist", cast.here.pk)
    client.force_login(cast.coordinator)
    page = client.get(to("checklist"))
    places = [(place.institution, place.open) for place in page.context["places"]]
    assert places == [(cast.elsewhere, 10), (cast.here, 0)]
    assert page.content.decode().count("10 punkter mangler") == 1


def test_nobody_elsewhere_finds_or_changes_it(cast: Cast, client: Client) -> None:
    other = make_cast("Nordby", 2)
    before = Tick.objects.filter(reopened_at=None).count()
    for user in (cast.leader_elsewhere, cast.ambassador, other.leader, other.coordinator):
        client.force_login(user)
        assert client.get(to("checklist", cast.here.pk)).status_code == 404
        assert tick(client, cast.here, "F12").status_code == 404
        assert client.post(to("untick", cast.here.pk, "F12")).status_code == 404
    client.logout()
    assert client.get(to("checklist", cast.here.pk)).status_code == 302
    assert Tick.objects.filter(reopened_at=None).count() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_is_closed(
    cast: Cast, leader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for code in GATES[:rows]:
        tick(leader, cast.elsewhere, code)
    with django_assert_num_queries(8):
        leader.get(to("checklist", cast.elsewhere.pk))


@pytest.mark.parametrize("rows", [2, 4])
def test_the_choice_costs_the_same_whatever_the_number_of_institutions(
    cast: Cast, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows - 2):
        cast.elsewhere.pk = None
        cast.elsewhere.external_uuid = f"00000000-0000-0000-0000-00000000000{number}"
        cast.elsewhere.save()
    client.force_login(cast.coordinator)
    assert Role.objects.filter(user=cast.coordinator).count() == 1
    with django_assert_num_queries(6):
        client.get(to("checklist"))
