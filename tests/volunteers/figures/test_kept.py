"""What is shown of a closed quarter is what was kept of it, whatever is learnt afterwards."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from backend.common.actors import RoleKind
from institutions.models import Slot
from tests.cast import Cast
from tests.volunteers.figures.stage import (
    CLOSED_AT,
    close,
    closed_quarter,
    decided,
    employ,
    past_slot,
    second_place,
)
from volunteers.models import ClosedPeriod, Criterion, Measurement, ReleasedFigures
from volunteers.queries.indicators import measure
from volunteers.queries.success_views.released import release_of, released
from volunteers.queries.success_views.releasing import count_release
from volunteers.web.figures.cards import Card

OWN = {"definition": "de spurgte", "shape": "sum", "unit": "hours", "direction": "up"}
LATER = CLOSED_AT + timedelta(days=20)


def test_a_time_that_is_filled_again_changes_nothing_closed(cast: Cast, client: Client) -> None:
    slot = past_slot(cast, cast.here, 1)
    filled(slot, days=2)
    decided(cast, "K02", "48")
    release = release_of(close(cast))
    client.force_login(cast.coordinator)

    # Given up after the closing, and filled again: the row forgets when it was filled first.
    filled(slot, days=120)

    shown = [only_card(client, page) for page in ("/tal/", "/tal-for-alle/")]
    shown.append(client.get("/tal/K02/").context["detail"].card)
    assert [one.figure.value for one in shown] == [Decimal(48)] * 3
    # The control: the same moment counted from the rows knows of no time that was filled.
    counted = measure(cast.municipality.pk, release.period, LATER, ("K02",), as_of=release.as_of)[
        "K02"
    ]
    assert counted.whole.value is None


def test_a_correction_of_many_stands_beside_and_one_of_few_does_not(
    cast: Cast, client: Client
) -> None:
    closed_quarter(cast)
    closed = ClosedPeriod.objects.get()
    hours, people = decided(cast, "K10", "100"), decided(cast, "K08", "10")
    for criterion, is_about_few in ((hours, False), (people, True)):
        first = measurement(criterion, closed, coordinator_only=is_about_few)
        measurement(criterion, closed, coordinator_only=is_about_few, corrects=first)
    client.force_login(cast.coordinator)

    page, rows = client.get("/tal/"), client.get("/tal/rapport.csv").content.decode()

    words = "Rettet søndag den 1. november 2026 til 200 timer."
    cards = [line.card for line in page.context["report"].lines]
    assert [(one.indicator.code, one.corrected) for one in cards] == [("K08", ""), ("K10", words)]
    assert f"K10;Frivilligtimer;Rettelse;{words}" in rows
    assert client.get("/tal/K10/").context["corrected"] == words


def test_own_criteria_and_those_of_a_part_are_told_too(cast: Cast, client: Client) -> None:
    second_place(cast)
    closed, whole = ClosedPeriod.objects.get(), decided(cast, "K10", "100")
    here, there = cast.here.department, cast.elsewhere.department
    for place in (here, there):
        measurement(copy_of(whole, department=place), closed, coordinator_only=False)
    measurement(copy_of(whole, code="", name="Kendskab", **OWN), closed, coordinator_only=True)
    followers = [employ(cast, role) for role in (RoleKind.UNION, RoleKind.AMBASSADOR)]

    found = []
    for user in followers:
        client.force_login(user)
        lines = client.get("/tal/").context["report"].others
        found.append({one.newest.criterion.title: one.told_words for one in lines})

    mine = {f"Frivilligtimer ({here})": "100 timer", "Kendskab": "For få til at vise"}
    assert found == [{**mine, f"Frivilligtimer ({there})": "100 timer"}, mine]
    client.logout()
    assert len(client.get("/tal-for-alle/").context["report"].others) == len(found[0])


def test_what_is_kept_is_what_was_counted_and_stays(cast: Cast) -> None:
    closed_quarter(cast)
    codes = ("K01", "K06", "K08", "K10", "K22")
    place, release = cast.municipality.pk, release_of(ClosedPeriod.objects.get())

    kept = released(place, release, codes)

    counted, table = count_release(place, release.period, release.as_of, codes)
    assert kept.measured == {code: counted[code] for code in codes}
    assert kept.fields == table
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedFigures.objects.update(figures={})


def copy_of(criterion: Criterion, **changes: object) -> Criterion:
    """Another criterion that differs in this alone."""
    criterion.pk, criterion.uuid = None, uuid4()
    for name, value in {"department": None, **changes}.items():
        setattr(criterion, name, value)
    criterion.save()
    return Criterion.objects.get(pk=criterion.pk)


def filled(slot: Slot, *, days: int) -> None:
    """The last seat is taken so many days after the task was published."""
    slot.filled_at = slot.task.published_at + timedelta(days=days)
    slot.save(update_fields=["filled_at"])


def only_card(client: Client, page: str) -> Card:
    """The one card of a page of closed figures."""
    [line] = client.get(page).context["report"].lines
    card: Card = line.card
    return card


def measurement(criterion, closed, **changes) -> Measurement:
    """100 hours or people when closed, 200 by a correction twenty days later."""
    is_first = "corrects" not in changes
    return Measurement.objects.create(
        criterion=criterion,
        closed=closed,
        value=100 if is_first else 200,
        n=50,
        persons=20,
        computed_at=CLOSED_AT if is_first else LATER,
        data_as_of=CLOSED_AT,
        reason="" if is_first else "Fremmøde rettet",
        **changes,
    )
