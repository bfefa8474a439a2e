"""The times of a need, as Danes write them, added one at a time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast, draft_need

NO_SUCH_DAY = (
    "Datoen 32-11-2026 findes ikke. Skriv datoen som dag-måned-år, for eksempel 24-11-2026."
)
SKIPPED = (
    "Klokken 02:30 findes ikke søndag den 28. marts 2027, fordi uret stilles frem. "
    "Vælg et tidspunkt før 02:00 eller fra 03:00."
)
TIME = {"day": "26-11-2026", "starts": "13.30", "ends": "16", "seats": "2"}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    """The leader here, signed in."""
    client.force_login(cast.leader)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends": "12.00"}, "ends", "Skriv et tidspunkt efter starten."),
        ({"day": "32-11-2026"}, "day", NO_SUCH_DAY),
        ({"day": "20-11-2026"}, "day", "Vælg en dag og en tid, der ikke er begyndt."),
        ({"seats": "0"}, "seats", "Skriv et antal mellem 1 og 99."),
        ({"day": "28-03-2027", "starts": "2.30", "ends": "5"}, "starts", SKIPPED),
        ({"day": "31-10-2027", "starts": "2.30", "ends": "5"}, "which_starts",
            "Vælg, hvilken af de to gange du mener."),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_refused_at_its_field(
    cast: Cast, leader: Client, changes: dict[str, str], field: str, sentence: str
) -> None:
    task = draft_need(cast, slots=0)
    response = leader.post(to("need_times", task.pk), {**TIME, **changes})
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert task.slots.count() == 0


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_the_doubled_hour_is_the_one_that_was_chosen(
    cast: Cast, leader: Client, which: str, hour: int
) -> None:
    task = draft_need(cast, slots=0)
    typed = {"day": "31-10-2027", "starts": "2.30", "ends": "5", "seats": "1"}
    leader.post(to("need_times", task.pk), {**typed, "which_starts": which})
    assert task.slots.get().starts_at.hour == hour


def test_a_night_ends_the_next_day(cast: Cast, leader: Client) -> None:
    task = draft_need(cast, slots=0)
    leader.post(to("need_times", task.pk), {**TIME, "starts": "22", "ends": "1"})
    slot = task.slots.get()
    assert slot.ends_at - slot.starts_at == timedelta(hours=3)


def test_going_on_without_more_times_keeps_those_there_are(cast: Cast, leader: Client) -> None:
    task = draft_need(cast)
    shown = leader.get(to("need_times", task.pk)).context["form"]
    untouched = {name: shown[name].value() or "" for name in shown.fields}
    response = leader.post(to("need_times", task.pk), untouched)
    assert response.headers["Location"] == to("need_points", task.pk)
    assert task.slots.count() == 1


def test_without_any_time_one_does_not_go_on(cast: Cast, leader: Client) -> None:
    task = draft_need(cast, slots=0)
    assert leader.post(to("need_times", task.pk), {"seats": "1"}).status_code == 422


def test_a_time_can_be_taken_out_of_the_draft(cast: Cast, leader: Client) -> None:
    task = draft_need(cast, slots=2)
    gone = task.slots.earliest("starts_at")
    response = leader.post(to("remove_time", task.pk, gone.pk))
    assert response.headers["Location"] == to("need_times", task.pk)
    assert list(task.slots.values_list("pk", flat=True)) == [gone.pk + 1]
