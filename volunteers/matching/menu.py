"""A question whose page shows more than one need: up to three that fit the same person."""

from collections.abc import Sequence

import numpy as np

from volunteers.matching.facts import Span
from volunteers.matching.market import Ints
from volunteers.matching.poisson_binomial import Floats, below
from volunteers.matching.tick import LEAST_GAIN, Tick

MOST_ON_A_PAGE = 3
# A person who sees several takes each of them less often.
SHARED = 0.7


def with_more(
    tick: Tick, most: int = MOST_ON_A_PAGE, spans: Sequence[Span] = ()
) -> dict[int, tuple[int, ...]]:
    """Needs (ids) by person, the one that was chosen first; at most ``most`` on a page.

    Only people whom the tick asks anyway are here. Needs added later count the earlier ones as
    asked, people in the order of the questions. ``spans`` are the times of the tick's needs, in
    their order: nothing on a page is at the same time. Without them nothing overlaps.
    """
    market = tick.market
    of = np.repeat(np.arange(market.needs), np.diff(market.start))
    row_of = {need.id: row for row, need in enumerate(tick.needs)}
    answers = _answers_after(tick)
    pages: dict[int, tuple[int, ...]] = {}
    by_person = np.argsort(market.person, kind="stable")
    sorted_people = market.person[by_person]
    for question in tick.questions:
        low, high = np.searchsorted(sorted_people, (question.person, question.person + 1))
        page = [row_of[question.need]]
        for _ in range(most - 1):
            beside = [pair for pair in by_person[low:high] if _goes(int(of[pair]), page, spans)]
            found = _best(tick, answers, beside, of)
            if found is None:
                break
            need = int(of[found])
            page.append(need)
            size = len(answers[need])
            one = below([SHARED * float(market.chance[found])], size)
            answers[need] = np.convolve(answers[need], one)[:size]
        pages[question.person] = tuple(tick.needs[row].id for row in page)
    return pages


def _goes(need: int, page: Sequence[int], spans: Sequence[Span]) -> bool:
    """Whether the need is not on the page, nor at the time of one that is."""
    if need in page:
        return False
    return not (spans and any(spans[need].overlaps(spans[other]) for other in page))


def _answers_after(tick: Tick) -> list[Floats]:
    market = tick.market
    found = []
    for need in range(market.needs):
        begin, end = int(market.offset[need]), int(market.offset[need + 1])
        mine = (tick.chosen >= market.start[need]) & (tick.chosen < market.start[need + 1])
        asked = below(market.chance[tick.chosen[mine]], end - begin)
        found.append(
            np.convolve(market.answers[begin:end], asked)[: end - begin] if end > begin else asked
        )
    return found


def _best(tick: Tick, answers: list[Floats], pairs: Sequence[int], of: Ints) -> int | None:
    best, choice = LEAST_GAIN, None
    for pair in pairs:
        need = int(of[pair])
        begin, end = tick.market.offset[need], tick.market.offset[need + 1]
        margin = answers[need] @ tick.market.worth[begin:end]
        margin -= tick.market.surplus * (1.0 - answers[need].sum())
        if tick.market.chance[pair] * margin > best:
            best, choice = float(tick.market.chance[pair] * margin), int(pair)
    return choice
