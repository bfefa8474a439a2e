"""The inner loops of the ascent, in the plain Python that numba compiles.

A vector is an array when compiled and a list when not. ``Seats`` and ``Choices`` are read,
``Asked`` is written.
"""

from typing import Any, NamedTuple

from volunteers.matching.compiled import compiled

Vector = Any
NOBODY = -1
# Least rise of the total by a move; below it is rounding.
_LEAST = 1e-10
# Above this chance a person is not divided out of a distribution (the recursion is unstable):
# it is built again from those who stay.
_DIVIDE_BELOW = 0.4


class Seats(NamedTuple):
    """Per need; see ``Market``. ``live`` is the distribution before anybody is asked."""

    offset: Vector
    worth: Vector
    live: Vector
    surplus: float


class Choices(NamedTuple):
    """Pairs by person from ``first`` on, by need from ``start`` on; the last three by pair."""

    start: Vector
    first: Vector
    pair: Vector
    need_of: Vector
    chance_of: Vector
    price: Vector
    person: Vector
    need: Vector
    chance: Vector


class Asked(NamedTuple):
    """The state: each person's pair, each need's distribution, margin and list of people.

    ``waiting`` marks the people whose choice may have changed since they were last looked at,
    and ``value`` is what it was worth then.
    """

    pair: Vector
    answers: Vector
    margin: Vector
    head: Vector
    after: Vector
    before: Vector
    left: Vector
    waiting: Vector
    value: Vector


@compiled
def sweep(order: Vector, seats: Seats, choices: Choices, asked: Asked) -> int:
    """Offers everybody who waits, in this order, what is best for the total; how many changed."""
    changes = 0
    for person in order:
        if not asked.waiting[person]:
            continue
        asked.waiting[person] = False
        old = asked.pair[person]
        kept = 0.0
        if old != NOBODY:
            kept = _margin_without(person, seats, choices, asked)
        choice = _best(person, old, kept, choices, asked)
        if choice == old:
            continue
        changes += 1
        if old != NOBODY:
            leave(person, kept, seats, choices, asked)
        if choice != NOBODY:
            enter(person, choice, seats, choices, asked)
    return changes


@compiled
def exchange(order: Vector, seats: Seats, choices: Choices, asked: Asked) -> int:
    """Lets whoever is not asked take the place of one who is, where that is better."""
    changes = 0
    for person in order:
        old = asked.pair[person]
        if old == NOBODY:
            continue
        kept = _margin_without(person, seats, choices, asked)
        other = _better(old, kept, choices, asked)
        if other != NOBODY:
            changes += 1
            leave(person, kept, seats, choices, asked)
            enter(choices.person[other], other, seats, choices, asked)
    return changes


@compiled
def reckon(seats: Seats, asked: Asked) -> None:
    """Works out every need's margin from its distribution."""
    for need in range(len(asked.margin)):
        asked.margin[need] = _margin(asked.answers, seats.offset[need], need, seats)


@compiled
def enter(person: int, pair: int, seats: Seats, choices: Choices, asked: Asked) -> None:
    """Asks a person who is not asked."""
    need = choices.need[pair]
    begin, end = seats.offset[need], seats.offset[need + 1]
    asked.pair[person] = pair
    asked.before[person] = NOBODY
    asked.after[person] = asked.head[need]
    if asked.head[need] != NOBODY:
        asked.before[asked.head[need]] = person
    asked.head[need] = person
    _join(asked.answers, begin, end - begin, choices.chance[pair])
    asked.margin[need] = _margin(asked.answers, begin, need, seats)
    # A lower margin tempts nobody new: only those the need asks may now do better elsewhere.
    other = person
    while other != NOBODY:
        asked.waiting[other] = True
        other = asked.after[other]


@compiled
def leave(person: int, kept: float, seats: Seats, choices: Choices, asked: Asked) -> None:
    """Asks a person no longer; ``left`` and ``kept`` are the distribution and margin without."""
    need = choices.need[asked.pair[person]]
    begin, end = seats.offset[need], seats.offset[need + 1]
    if asked.before[person] == NOBODY:
        asked.head[need] = asked.after[person]
    else:
        asked.after[asked.before[person]] = asked.after[person]
    if asked.after[person] != NOBODY:
        asked.before[asked.after[person]] = asked.before[person]
    for x in range(end - begin):
        asked.answers[begin + x] = asked.left[x]
    asked.margin[need] = kept
    asked.pair[person] = NOBODY
    asked.waiting[person] = True
    # A higher margin tempts those to whom it is now worth more than what they have.
    for at in range(choices.start[need], choices.start[need + 1]):
        other = choices.person[at]
        if choices.chance[at] * kept - choices.price[other] > asked.value[other]:
            asked.waiting[other] = True


@compiled
def _best(person: int, old: int, kept: float, choices: Choices, asked: Asked) -> int:
    best, choice = 0.0, NOBODY
    price = choices.price[person]
    if old != NOBODY and choices.chance[old] * kept > price:
        best, choice = choices.chance[old] * kept - price, old
    for at in range(choices.first[person], choices.first[person + 1]):
        value = choices.chance_of[at] * asked.margin[choices.need_of[at]] - price
        if value > best + _LEAST and choices.pair[at] != old:
            best, choice = value, choices.pair[at]
    asked.value[person] = best
    return choice


@compiled
def _better(old: int, kept: float, choices: Choices, asked: Asked) -> int:
    """The best pair of the same need whose person is not asked, if better than ``old``."""
    need, choice = choices.need[old], NOBODY
    best = choices.chance[old] * kept - choices.price[choices.person[old]] + _LEAST
    for pair in range(choices.start[need], choices.start[need + 1]):
        person = choices.person[pair]
        value = choices.chance[pair] * kept - choices.price[person]
        if value > best and asked.pair[person] == NOBODY:
            best, choice = value, pair
    return choice


@compiled
def _margin_without(person: int, seats: Seats, choices: Choices, asked: Asked) -> float:
    """The margin of a person's need without that person, whose distribution ``left`` then holds."""
    need = choices.need[asked.pair[person]]
    begin, end = seats.offset[need], seats.offset[need + 1]
    chance = choices.chance[asked.pair[person]]
    if chance < _DIVIDE_BELOW:
        last = 0.0
        for x in range(end - begin):
            last = (asked.answers[begin + x] - chance * last) / (1.0 - chance)
            asked.left[x] = last
    else:
        for x in range(end - begin):
            asked.left[x] = seats.live[begin + x]
        other = asked.head[need]
        while other != NOBODY:
            if other != person:
                _join(asked.left, 0, end - begin, choices.chance[asked.pair[other]])
            other = asked.after[other]
    return _margin(asked.left, 0, need, seats)


@compiled
def _margin(answers: Vector, at: int, need: int, seats: Seats) -> float:
    """What one more certain yes brings to a need whose distribution begins at ``at``."""
    total = 0.0
    within = 0.0
    begin = seats.offset[need]
    for x in range(seats.offset[need + 1] - begin):
        total += answers[at + x] * seats.worth[begin + x]
        within += answers[at + x]
    return total - seats.surplus * (1.0 - within)


@compiled
def _join(answers: Vector, at: int, seats: int, chance: float) -> None:
    """One more person's answer in a distribution of ``seats`` entries."""
    for x in range(seats - 1, 0, -1):
        answers[at + x] = answers[at + x] * (1.0 - chance) + answers[at + x - 1] * chance
    if seats > 0:
        answers[at] *= 1.0 - chance
