"""Whom one would rather ask: how likely a yes is, what a question costs, and why, in Danish."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from backend.common.danish_dates import local
from volunteers.matching.facts import History, Need, Person, distance_km

# matching.md 2.3. Willingness is Gamma-Poisson: this prior is the weight and mean of a person
# nobody has asked yet; each settled question counts with its exposure (known factors of then).
PRIOR_WEIGHT = 1.3
PRIOR_MEAN = 0.29
MEAN_EXPOSURE = 0.37
BASE = 0.6
DISTANCE_SCALE_KM = 12.0
# Where only the postcode is known: the same one, and another one that the person has chosen.
SAME_POSTCODE_KM = 3.0
OTHER_PLACE_KM = 8.0
WISHED, NO_WISH, WISHED_OTHER = 1.0, 0.8, 0.4
FATIGUE_PER_ASK = 0.35
MOST_LIKELY = 0.9
# A question to somebody asked lately must bring this much more: fairness as a price (2.4).
PRICE_PER_RECENT_ASK = 0.012
LONG_SINCE_DAYS = 30
OFTEN_YES, ENOUGH_ANSWERS = 0.5, 3


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` orders people; ``probability`` is of a yes; reasons are for the leader to read."""

    value: float
    probability: float
    reasons: tuple[str, ...]


def score(person: Person, need: Need, at: datetime) -> Score:
    """How well the person fits. Looks at no obstacle: ask ``obstacles`` first."""
    chance = probability(person, need)
    price = PRICE_PER_RECENT_ASK * person.recent_asks
    return Score(chance - price, chance, _reasons(person, need, local(at).date()))


def probability(person: Person, need: Need) -> float:
    """The chance of a yes, 0 to 0.9: shrunken willingness times distance, wish and tiredness.

    (weight + yes) / (weight / mean + exposure): with no history the mean of all, with a long one
    the person's own share of yes. Source: matching.md 2.3.
    """
    known = BASE * _wish(person, need) * math.exp(-_distance(person, need) / DISTANCE_SCALE_KM)
    tired = math.exp(-FATIGUE_PER_ASK * max(0, person.asks_7d - 1))
    return min(MOST_LIKELY, willing(person) * known) * tired


def willing(person: Person) -> float:
    """The share of yes per known factor that the person's history speaks for."""
    yes, exposure, mean = evidence(person.history)
    return (PRIOR_WEIGHT + yes) / (PRIOR_WEIGHT / mean + exposure)


def evidence(past: History) -> tuple[float, float, float]:
    """Yeses, exposure, and the mean of all that both are weighed against."""
    yes = past.yes if past.faded_yes is None else past.faded_yes
    exposure = MEAN_EXPOSURE * past.settled if past.exposure is None else past.exposure
    return yes, exposure, past.mean_yes or PRIOR_MEAN


def _distance(person: Person, need: Need) -> float:
    if need.online:
        return 0.0
    if person.point is not None and need.point is not None:
        return distance_km(person.point, need.point)
    same = bool(person.postcode) and person.postcode == need.postcode
    return SAME_POSTCODE_KM if same else OTHER_PLACE_KM


def _wish(person: Person, need: Need) -> float:
    if not person.kinds:
        return NO_WISH
    return WISHED if need.kind in person.kinds else WISHED_OTHER


def _reasons(person: Person, need: Need, today: date) -> tuple[str, ...]:
    found = (
        _nearness(person, need),
        "har ønsket den slags opgaver" if need.kind and need.kind in person.kinds else "",
        "har de færdigheder, opgaven kræver" if need.skills else "",
        _rest(person, today),
        _attendance(person),
        _willingness(person),
    )
    return tuple(reason for reason in found if reason)


def _nearness(person: Person, need: Need) -> str:
    if need.online:
        return "kan hjælpe hjemmefra"
    if person.point is not None and need.point is not None:
        km = round(distance_km(person.point, need.point))
        return f"bor {km} km væk" if km else "bor under 1 km væk"
    if need.postcode and need.postcode == person.postcode:
        return f"bor i {need.postcode}"
    if need.postcode and need.postcode in person.postcodes:
        return f"vil gerne hjælpe i {need.postcode}"
    return ""


def _rest(person: Person, today: date) -> str:
    if person.asks_7d:
        times = "1 gang" if person.asks_7d == 1 else f"{person.asks_7d} gange"
        return f"er spurgt {times} de seneste 7 dage"
    if person.history.asked == 0 and person.last_asked_on is None:
        return "er ikke spurgt før"
    if person.last_asked_on is None:
        return ""
    days = (today - person.last_asked_on).days
    return f"er ikke spurgt i {days} dage" if days >= LONG_SINCE_DAYS else ""


def _attendance(person: Person) -> str:
    times = person.history.attended
    if times == 0:
        return ""
    return "mødte frem 1 gang" if times == 1 else f"mødte frem {times} gange"


def _willingness(person: Person) -> str:
    past = person.history
    often = past.settled >= ENOUGH_ANSWERS and past.yes >= OFTEN_YES * past.settled
    return "siger ofte ja" if often else ""
