"""Ties, and needs that cannot be filled: the plan beside naive rivals that break the rule."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from volunteers.matching.facts import Need, Person
from volunteers.matching.invitations import plan_invitations
from volunteers.matching.ranking import rank
from volunteers.matching.score import score

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CROWD = [Person(id=number) for number in range(40)]
FINE = Need(9, AT + 30 * HOUR, AT + 32 * HOUR, 2, online=True)


def asked(crowd: Sequence[Person], *wanted: Need) -> list[tuple[int, int]]:
    """Who is asked about what."""
    plan = plan_invitations(crowd, wanted, AT, live={})
    return [(one.person_id, one.slot_ids[0]) for one in plan.invitations]


def first_of_the_best(crowd: Sequence[Person], need: Need, most: int) -> list[int]:
    """The naive rival: best first, equals as the rows happen to come."""
    ranked = sorted(crowd, key=lambda person: -score(person, need, AT).value)
    return [person.id for person in ranked[:most]]


def likeliest_of_each(crowd: Sequence[Person], wanted: Sequence[Need]) -> list[tuple[int, int]]:
    """The naive rival: the best of those who fit, need by need."""
    fits = [(need, rank(crowd, need, AT).fitting) for need in wanted]
    return [(max(who, key=lambda one: one.score).person_id, need.slot_id) for need, who in fits]


def test_equals_are_asked_alike_in_whatever_order_they_come_but_not_by_the_rival() -> None:
    shuffled = random.Random(5).sample(CROWD, len(CROWD))

    ours = [asked(crowd, FINE) for crowd in (CROWD, CROWD[::-1], shuffled)]

    most = len(ours[0])
    assert 0 < most < len(CROWD)
    assert ours == [[(number, 9) for number in range(most)]] * 3
    rival = [first_of_the_best(crowd, FINE, most) for crowd in (CROWD, CROWD[::-1])]
    assert rival[0] != rival[1]


@pytest.mark.parametrize(
    ("changed", "rival_stops"),
    [
        pytest.param({"seats_open": 0}, False, id="full"),
        pytest.param({"starts_at": AT + HOUR}, False, id="too close for an answer"),
        pytest.param({"starts_at": AT - HOUR}, True, id="begun"),
        pytest.param({"skills": frozenset("z")}, True, id="nobody fits"),
        pytest.param({"min_age": 99}, True, id="nobody is old enough"),
    ],
)
def test_a_need_that_cannot_be_filled_changes_nothing_for_another_but_to_the_rival(
    changed: dict[str, object], rival_stops: bool
) -> None:
    hopeless = replace(FINE, slot_id=1, **changed)

    assert asked(CROWD, hopeless) == []
    assert asked(CROWD, hopeless, FINE) == asked(CROWD, FINE) != []
    if rival_stops:
        with pytest.raises(ValueError, match="empty"):
            likeliest_of_each(CROWD, [hopeless, FINE])
    else:
        assert 1 in {slot for _, slot in likeliest_of_each(CROWD, [hopeless, FINE])}


def test_no_needs_and_nobody_to_ask_are_empty_plans_but_not_to_the_rival() -> None:
    assert (asked(CROWD), asked([], FINE)) == ([], [])
    with pytest.raises(ValueError, match="empty"):
        likeliest_of_each([], [FINE])
