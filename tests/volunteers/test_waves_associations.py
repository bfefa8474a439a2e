"""Associations and single people planned together: a group's expected yes counts in one gain."""

from datetime import timedelta
from itertools import product

import numpy as np
import pytest

from tests.cast import NOW, Cast, make_volunteers
from tests.volunteers.association_stage import asked, make_association
from tests.volunteers.test_waves import look_at, slot_at
from volunteers.matching.parties import Party, best_number, mixed, with_parties
from volunteers.matching.poisson_binomial import below, chance_of_filling
from volunteers.models import AskingPolicy, GroupOffer
from volunteers.queries.waves import plan_open

DAY = timedelta(days=1)


def by_cases(chances: list[float], parties: list[Party], seats: int) -> list[float]:
    """P(X = 0), ... by going through every way the answers can fall."""
    found = [0.0] * seats
    sizes = [1] * len(chances) + [party.seats for party in parties]
    odds = [*chances, *(party.chance for party in parties)]
    for says in product((0, 1), repeat=len(odds)):
        come = sum(size for size, yes in zip(sizes, says, strict=True) if yes)
        if come < seats:
            found[come] += float(
                np.prod([p if yes else 1 - p for p, yes in zip(odds, says, strict=True)])
            )
    return found


def test_a_group_comes_as_one_and_not_as_so_many_single_people() -> None:
    chances, parties, seats = [0.2, 0.4], [Party(4, 0.3), Party(3, 0.5)], 6

    exact = by_cases(chances, parties, seats)
    ours = with_parties(below(chances, seats), parties)
    full = mixed(parties, seats, lambda left: chance_of_filling(chances, left))

    assert ours == pytest.approx(exact)
    assert full == pytest.approx(1 - sum(exact))
    # The rival takes four single people with the group's chance each.
    single = [party.chance for party in parties for _ in range(party.seats)]
    assert chance_of_filling([*chances, *single], seats) != pytest.approx(full, abs=0.02)


def test_so_many_are_asked_for_as_the_others_will_not_fill() -> None:
    assert best_number([], 3, 0.4, 0.6) == 0
    assert best_number([], 6, 0.4, 0.6) == 6
    assert best_number([0.95, 0.95], 6, 0.4, 0.6) == 4


def test_an_association_is_asked_by_rule_where_many_are_wanted(cast: Cast) -> None:
    AskingPolicy.objects.create(municipality=cast.municipality, asks_associations=True)
    make_association(cast)
    few, many = slot_at(cast, NOW + 4 * DAY, seats=3), slot_at(cast, NOW + 5 * DAY, seats=6)
    another = slot_at(cast, NOW + 6 * DAY, seats=6)

    for hours in (0, 1, 2):
        look_at(cast, NOW + timedelta(hours=hours))

    group = GroupOffer.objects.get()
    assert (group.slot_id, group.seats_asked, group.state) == (many.pk, 6, "sent")
    # The rival asks wherever one may: three times, one of them in vain.
    assert {few.seats, another.seats} == {3, 6}


def test_where_it_is_switched_off_no_association_is_asked(cast: Cast) -> None:
    make_association(cast)
    slot_at(cast, NOW + 5 * DAY, seats=6)

    look_at(cast, NOW)

    assert GroupOffer.objects.count() == 0


def test_fewer_people_are_asked_while_a_group_is_expected(cast: Cast) -> None:
    make_volunteers(cast, 40)
    slot = slot_at(cast, NOW + 1 * DAY, seats=4)
    alone = plan_open(cast.municipality, NOW)[slot.pk]

    asked(cast, slot, 4)
    together = plan_open(cast.municipality, NOW)[slot.pk]

    assert len(together.now) < len(alone.now)
    assert together.outlook.chance_now > 0
    # The rival that does not know of the group asks as many as before.
    assert len(alone.now) >= 4


def test_at_children_only_an_association_with_a_declaration_is_asked(cast: Cast) -> None:
    AskingPolicy.objects.create(municipality=cast.municipality, asks_associations=True)
    make_association(cast)
    slot = slot_at(cast, NOW + 5 * DAY, seats=6)
    slot.task.child_contact = "fixed"
    slot.task.save()

    look_at(cast, NOW)

    assert GroupOffer.objects.count() == 0
