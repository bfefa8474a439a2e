"""From facts to questions: the hard rules hold, ties are settled, nothing stops the tick."""

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from volunteers.matching.facts import ALL_WEEK, History, Need, Person, Point, Span
from volunteers.matching.invitations import LiveQuestion, plan_invitations
from volunteers.matching.menu import with_more
from volunteers.matching.obstacles import Obstacle, obstacles
from volunteers.matching.tick import OpenNeed, Prices, plan_tick, price_of

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def people(count: int, seed: int) -> list[Person]:
    draw = random.Random(seed)
    return [
        Person(
            id=number,
            point=Point(56.1 + draw.random() / 5, 9.5 + draw.random() / 3),
            radius_km=draw.choice((5.0, 10.0, 25.0)),
            availability=draw.choice((ALL_WEEK, draw.getrandbits(28))),
            kinds=frozenset(draw.choice(("", "x", "y"))),
            asks_7d=draw.choice((0, 0, 1, 2)),
            asks_28d=draw.randrange(4),
            live_questions=draw.choice((0, 0, 0, 1)),
            paused_until=draw.choice((None, None, None, date(2026, 12, 1))),
            opted_out=draw.random() < 0.05,
            bookings=(Span(AT + 24 * HOUR, AT + 27 * HOUR),) if draw.random() < 0.3 else (),
            asked_slot_ids=frozenset({draw.randrange(20)}),
            history=History(asked=4, yes=draw.randrange(3), no=1, silent=1),
        )
        for number in range(count)
    ]


def needs(count: int, seed: int) -> list[Need]:
    draw = random.Random(seed)
    found = []
    for number in range(count):
        starts_at = AT + draw.choice((5, 24, 30, 100)) * HOUR
        point = Point(56.1 + draw.random() / 5, 9.5 + draw.random() / 3)
        found.append(Need(number, starts_at, starts_at + 2 * HOUR, draw.randint(0, 3), point=point))
    return found


def test_nobody_is_asked_whom_something_hinders_and_nobody_twice() -> None:
    crowd, wanted = people(300, 1), needs(15, 2)

    plan = plan_invitations(crowd, wanted, AT, live={})

    asked = [one.person_id for one in plan.invitations]
    assert len(asked) == len(set(asked)) > 0
    assert [obstacles(crowd[o.person_id], wanted[o.slot_ids[0]], AT) for o in plan.invitations] == [
        ()
    ] * len(asked)
    assert {
        one.slot_ids[0] for one in plan.invitations if not wanted[one.slot_ids[0]].seats_open
    } == set()
    assert all(one.gain > 0 and one.reasons for one in plan.invitations)


def test_asking_the_likeliest_without_the_rules_would_break_them() -> None:
    """The control: the same people with their limits forgotten."""
    crowd, wanted = people(300, 1), needs(15, 2)
    careless = [
        replace(p, asks_7d=0, live_questions=0, opted_out=False, bookings=(), paused_until=None)
        for p in crowd
    ]

    plan = plan_invitations(careless, wanted, AT, live={})

    broken = {
        hinder
        for one in plan.invitations
        for hinder in obstacles(crowd[one.person_id], wanted[one.slot_ids[0]], AT)
    }
    assert broken >= {Obstacle.FATIGUE, Obstacle.UNANSWERED, Obstacle.PAUSED, Obstacle.TIME_CLASH}


def test_facts_in_any_order_give_the_same_plan() -> None:
    crowd, wanted = people(200, 3), needs(12, 4)
    shuffled = random.Random(5).sample(crowd, len(crowd))

    plan = plan_invitations(crowd, wanted, AT, live={}, prices=Prices(needs_per_page=3))
    other = plan_invitations(shuffled, wanted[::-1], AT, live={}, prices=Prices(needs_per_page=3))

    assert plan == other


def test_a_page_never_shows_a_need_that_something_hinders_nor_two_at_once() -> None:
    crowd, wanted = people(300, 6), [replace(need, seats_open=2) for need in needs(15, 7)]

    plan = plan_invitations(crowd, wanted, AT, live={}, prices=Prices(needs_per_page=3))

    shown = [(one.person_id, slot) for one in plan.invitations for slot in one.slot_ids]
    assert len(shown) > len(plan.invitations)
    assert {obstacles(crowd[person], wanted[slot], AT) for person, slot in shown} == {()}
    assert not clashing(wanted, [one.slot_ids for one in plan.invitations])


def test_control_a_page_chosen_without_the_times_has_two_at_once() -> None:
    wanted = needs(8, 7)
    everybody = np.arange(40)
    tick = plan_tick(
        [OpenNeed(n, 2, 9.0, everybody, np.full(40, 0.2), np.empty(0)) for n in range(8)],
        free=np.ones(40, dtype=bool),
        price=price_of(np.zeros(40, dtype=np.int64), Prices(needs_per_page=3)),
        prices=Prices(needs_per_page=3),
    )

    heeded = with_more(tick, spans=[need.span for need in wanted])
    careless = with_more(tick)

    assert (clashing(wanted, heeded.values()), clashing(wanted, careless.values())) == (
        False,
        True,
    )
    assert [page[0] for page in heeded.values()] == [page[0] for page in careless.values()]


def clashing(wanted: Sequence[Need], pages: Iterable[Sequence[int]]) -> bool:
    """Whether two needs on one page overlap."""
    return any(
        wanted[one].span.overlaps(wanted[two].span)
        for page in pages
        for one, two in itertools.combinations(page, 2)
    )


def test_outlooks() -> None:
    soon = Need(0, AT + HOUR, AT + 2 * HOUR, 1, online=True)
    begun = Need(1, AT - HOUR, AT + HOUR, 1, online=True)
    full = Need(2, AT + 30 * HOUR, AT + 31 * HOUR, 0, online=True)
    nobody = Need(3, AT + 30 * HOUR, AT + 31 * HOUR, 1, online=True, skills=frozenset({"z"}))
    fine = Need(4, AT + 30 * HOUR, AT + 31 * HOUR, 1, online=True)
    crowd = [Person(id=number) for number in range(30)]

    plan = plan_invitations(crowd, [soon, begun, full, nobody, fine], AT, live={})

    seen = {one.slot_id: (one.fits, one.is_too_late, one.is_scarce) for one in plan.outlooks}
    assert seen == {
        0: (30, True, False),
        1: (30, True, False),
        2: (30, False, False),
        3: (0, False, True),
        4: (30, False, False),
    }
    assert {one.slot_ids[0] for one in plan.invitations} == {4}
    assert plan.outlooks[2].chance == 1.0
    assert plan_invitations([], [fine], AT, live={}).invitations == ()


def test_questions_that_are_out_save_new_ones() -> None:
    fine = Need(4, AT + 8 * HOUR, AT + 9 * HOUR, 1, online=True)
    crowd = [Person(id=number) for number in range(30)]
    out = [LiveQuestion(0.5, AT - timedelta(minutes=5))] * 3

    alone = plan_invitations(crowd, [fine], AT, live={})
    waiting = plan_invitations(crowd, [fine], AT, live={4: out})
    silent = plan_invitations(
        crowd, [fine], AT, live={4: [LiveQuestion(0.5, AT - timedelta(hours=23))] * 3}
    )

    counts = [len(plan.invitations) for plan in (waiting, silent, alone)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]
    assert waiting.outlooks[0].chance > 0.7
