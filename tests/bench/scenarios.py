"""The months that are played: the usual one, and others by load, people and behaviour."""

from dataclasses import dataclass, field

from tests.bench.nature import Behaviour

OURS, MENU, EVERYBODY = "ours", "ours, menu of 3", "everybody"
SIMPLE = ("keep 3 by score, 2 h", "keep 2 by score, 1 h", "greedy, every 2 h")
CAPPED = (*SIMPLE, "nearest 3, every 4 h", "everybody, capped")


@dataclass(frozen=True)
class Scenario:
    """``policies`` meet in the same ``worlds``; 5,000 people, ``seats`` in a month."""

    name: str
    worlds: tuple[int, ...]
    policies: tuple[str, ...] = (OURS, MENU, *SIMPLE)
    seats: int = 2500
    behaviour: Behaviour = field(default_factory=Behaviour)


def named(name: str) -> Scenario:
    """The scenario of this name; refuses an unknown one with StopIteration."""
    return next(one for one in SCENARIOS if one.name == name)


SCENARIOS = (
    Scenario("the usual month", (31, 32, 33, 34, 35), (OURS, MENU, *CAPPED)),
    Scenario(
        "no fatigue",
        (31, 32, 33, 51, 52),
        (OURS, MENU, EVERYBODY),
        behaviour=Behaviour().without_fatigue(),
    ),
    Scenario("more seats", (61, 62), seats=4000),
    Scenario("overloaded", (71, 72), seats=6500),
    Scenario("everybody new", (81, 82), behaviour=Behaviour(newcomers=1.0)),
    Scenario(
        "less willing, slower, more tired",
        (91, 92),
        behaviour=Behaviour(
            prior=(1.0, 3.6), noise=0.8, reply_median=1.0, cancels=0.10, tires=0.20, says_no=0.15
        ),
    ),
)
