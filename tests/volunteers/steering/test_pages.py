"""The project group's pages, through the doors: a quarterly meeting can be held on them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.accounts.models import User
from backend.common.actors import RoleKind
from institutions.models import Role
from tests.cast import NOW, Cast
from tests.volunteers.steering.stage import (
    JANUARY,
    KNOWN,
    SUMMER,
    Group,
    make_criterion,
    make_group,
    steering_rows,
)
from volunteers.models import (
    ClosedPeriod,
    Criterion,
    ManualValue,
    YearClose,
)
from volunteers.success.criteria import CriterionState

WISH = {
    "place": "",
    "target_value": "80 %",
    "target_on": "31-12-2027",
    "amber_margin": "4",
    "decided_on": "20-11-2026",
    "rhythm": "quarter",
    "why": "Fordi tomme pladser skuffer beboerne.",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


@pytest.fixture
def member(group: Group, client: Client) -> Client:
    """A member of the group, signed in."""
    client.force_login(group.elder)
    return client


def test_a_criterion_is_chosen_decided_and_put_to_use(group: Group, member: Client) -> None:
    chosen = member.post("/succes/maal/vaelg/K01/", {**WISH, "owner": group.elder.pk})
    row = Criterion.objects.get()
    before = row.state
    member.post(reverse("volunteers:activate_criterion", args=[row.uuid]))

    row.refresh_from_db()
    assert chosen.headers["Location"] == f"/succes/maal/{row.uuid}/"
    assert (before, row.state) == (CriterionState.DRAFT, CriterionState.ACTIVE)
    assert (row.target_value, row.amber_margin) == (Decimal("0.8"), Decimal("0.04"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("target_value", "120", "En andel ligger mellem 0 og 100 %. Skriv for eksempel 80."),
        ("target_value", "firs", "Skriv tallet med komma som decimaltegn, for eksempel 1.234,5."),
        ("decided_on", "01-01-2027", "Datoen ligger i fremtiden."),
        ("baseline_value", "60", "Et udgangspunkt er et tal og en periode."),
    ],
)
def test_the_impossible_is_refused_in_danish_and_nothing_typed_is_lost(
    member: Client, field: str, typed: str, sentence: str
) -> None:
    answer = member.post("/succes/maal/vaelg/K01/", {**WISH, field: typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{typed}"' in page
    assert WISH["why"] in page
    assert Criterion.objects.count() == 0


def test_a_draft_without_owner_is_not_put_to_use(member: Client) -> None:
    member.post("/succes/maal/vaelg/K01/", WISH)
    row = Criterion.objects.get()

    page = member.get(reverse("volunteers:criterion", args=[row.uuid])).content.decode()
    answer = member.post(reverse("volunteers:activate_criterion", args=[row.uuid]))

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (422, CriterionState.DRAFT)
    assert "Vælg en ejer fra projektgruppen først." in page


def test_one_click_drafts_the_starter_set(member: Client) -> None:
    member.post("/succes/maal/startsaet")
    member.post("/succes/maal/startsaet")

    assert Criterion.objects.filter(state=CriterionState.DRAFT).count() == 14


def test_ones_own_criterion_is_defined_and_its_value_typed(group: Group, member: Client) -> None:
    own = {
        **WISH,
        "owner": group.elder.pk,
        "name": KNOWN.name,
        "definition": KNOWN.definition,
        "counts_among": KNOWN.counts_among,
        "source": KNOWN.source,
        "kind": "share",
        "direction": "up",
    }
    value = {"period": SUMMER.code, "numerator": "30", "n": "40", "source": "Panelet, oktober"}

    member.post("/succes/maal/eget/", own)
    row = Criterion.objects.get()
    too_much = member.post(f"/succes/maal/{row.uuid}/tal/", {**value, "numerator": "50"})
    kept = member.post(f"/succes/maal/{row.uuid}/tal/", value)

    assert (too_much.status_code, kept.status_code) == (422, 302)
    assert ManualValue.objects.get().value == Decimal("0.75")
    assert row.target_value == Decimal("0.8")


def test_a_period_is_closed_once_and_not_before_it_is_over(group: Group, member: Client) -> None:
    make_criterion(group)

    closed = [member.post("/succes/perioder/2026-k3/afslut").status_code for _ in range(2)]
    too_early = member.post("/succes/perioder/2026-k4/afslut")
    page = member.get("/succes/perioder/2026-k3/")

    assert (closed, too_early.status_code, page.status_code) == ([302, 302], 409, 200)
    assert ClosedPeriod.objects.count() == 1


def test_the_year_is_closed_with_a_comment(group: Group, client: Client) -> None:
    make_criterion(group)
    with time_machine.travel(JANUARY, tick=False):
        client.force_login(group.elder)
        without = client.post("/succes/perioder/2026/aaret/", {"comment": ""})
        client.post("/succes/perioder/2026/aaret/", {"comment": "Et år med mange nye."})
        page = client.get("/succes/perioder/2026/").content.decode()

    assert without.status_code == 422
    assert YearClose.objects.get().comment == "Et år med mange nye."
    assert "Et år med mange nye." in page


@pytest.mark.parametrize("kind", [RoleKind.UNION, RoleKind.FOLLOW_UP_GROUP])
def test_those_who_only_read_read_and_do_nothing(
    group: Group, client: Client, kind: RoleKind
) -> None:
    rows = steering_rows(group.cast, group)
    reader = User.objects.create_user(
        "laeser@test.invalid", "x" * 20, name="Læser", municipality=group.cast.municipality
    )
    Role.objects.create(
        user=reader,
        municipality=group.cast.municipality,
        kind=kind,
        valid_from=NOW.date(),
    )
    client.force_login(reader)

    looks = [
        client.get(where).status_code
        for where in (
            "/projektgruppe/",
            "/succes/maal/",
            f"/succes/maal/{rows['criterion']}/",
            "/succes/perioder/2026-k3/",
            f"/succes/moeder/{rows['meeting']}/",
            f"/succes/opfoelgning/{rows['follow_up']}/",
        )
    ]
    deeds = [
        client.post(where, {}).status_code
        for where in (
            "/succes/maal/startsaet",
            f"/succes/maal/{rows['criterion']}/afslut/",
            "/succes/perioder/2026-k2/afslut",
            f"/succes/moeder/{rows['meeting']}/slut/",
            f"/succes/opfoelgning/{rows['follow_up']}/resultat/",
        )
    ]

    assert (set(looks), set(deeds)) == ({200}, {404})


def test_a_list_asks_as_often_whatever_its_length(group: Group, client: Client) -> None:
    client.force_login(group.cast.coordinator)
    counts = []
    for codes in (("K01",), ("K02", "K06")):
        for code in codes:
            make_criterion(group, code, target=Decimal("0.8"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/succes/maal/")
        counts.append(len(asked))

    assert counts == [10, 10]


def test_the_group_page_warns(group: Group, client: Client) -> None:
    make_criterion(group)
    Role.objects.filter(user=group.elder).update(
        valid_from=date(2026, 1, 1), valid_until=date(2026, 11, 1)
    )
    client.force_login(group.cast.coordinator)

    page = client.get("/projektgruppe/").content.decode()

    assert "Ingen fra Ældre er med i gruppen." in page
    assert "har ingen ejer i gruppen." in page
