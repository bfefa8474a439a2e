"""One plain Danish sentence for each drawing, so that the drawing need not be read."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from backend.common.numbers import format_decimal, percent
from volunteers.success.catalogue import Direction, Indicator, Unit
from volunteers.success.conclusions import value_words
from volunteers.success.forecast import FEWEST_POINTS, Forecast

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_NAMED = 2
Point = tuple[str, Decimal | None]


def difference_words(indicator: Indicator, apart: Decimal) -> str:
    """ "16 procentpoint" or "3,5 timer": a distance without sign."""
    if indicator.unit is Unit.SHARE:
        return f"{format_decimal(abs(apart) * 100, 1).removesuffix(',0')} procentpoint"
    return value_words(indicator, abs(apart))


def missing_words(indicator: Indicator, value: Decimal | None, target: Decimal | None) -> str:
    """ "Der mangler 16 procentpoint." when the target is not reached; else nothing."""
    if value is None or target is None or indicator.direction is Direction.WATCHED:
        return ""
    apart = target - value if indicator.direction is Direction.UP else value - target
    if apart <= 0:
        return ""
    words = difference_words(indicator, apart)
    up = indicator.direction is Direction.UP
    return f"Der mangler {words}." if up else f"Det er {words} for meget."


def trend_sentence(indicator: Indicator, points: Sequence[Point]) -> str:
    """How the figure has gone from the first to the last point that has one."""
    known = [(name, value) for name, value in points if value is not None]
    if len(known) < _NAMED:
        return "Der er for få tal til at se en udvikling."
    (first, before), (last, after) = known[0], known[-1]
    if before == after:
        return f"Uændret fra {first} til {last}: {value_words(indicator, after)}."
    way = "Steget" if after > before else "Faldet"
    return (
        f"{way} {difference_words(indicator, after - before)} fra {first} til {last}: "
        f"fra {value_words(indicator, before)} til {value_words(indicator, after)}."
    )


def last_year_sentence(indicator: Indicator, now: Decimal | None, before: Decimal | None) -> str:
    """The same span last year beside this year's."""
    if before is None:
        return "Der er ingen tal fra samme tid sidste år."
    then = f"På samme tid sidste år var tallet {value_words(indicator, before)}"
    if now is None or now == before:
        return f"{then}."
    way = "højere" if now > before else "lavere"
    return f"{then}. I år er det {difference_words(indicator, now - before)} {way}."


def forecast_sentence(
    indicator: Indicator, found: Forecast | None, target: Decimal | None, when: str
) -> str:
    """Where it goes if it goes on, how sure that is, and what it means for the target."""
    if found is None:
        return (
            f"Der skal være mindst {FEWEST_POINTS} uger med tal, før vi kan sige, hvor det går hen."
        )
    says = (
        f"Hvis udviklingen fortsætter, er tallet omkring {value_words(indicator, found.value)} "
        f"{when}. Det kan også blive alt mellem {value_words(indicator, found.low)} og "
        f"{value_words(indicator, found.high)}: fire ud af fem gange holder spændet."
    )
    if target is None or indicator.direction is Direction.WATCHED:
        return says
    up = indicator.direction is Direction.UP
    worst, best = (found.low, found.high) if up else (found.high, found.low)
    goal = f"målet på {value_words(indicator, target)}"
    if _reached(worst, target, up=up):
        return f"{says} Så nås {goal}."
    if _reached(best, target, up=up):
        return f"{says} Det er usikkert, om {goal} nås."
    return f"{says} Så nås {goal} ikke."


def funnel_sentence(steps: Sequence[tuple[str, int]]) -> str:
    """ "Af 412 spurgte sagde 148 ja (36 %), og 139 mødte op (34 %)." from the four steps."""
    counts = dict(steps)
    asked = counts.get("Spurgt", 0)
    if not asked:
        return "Ingen er spurgt i perioden."
    yes, came = counts["Sagt ja"], counts["Mødt op"]
    return (
        f"Af {format_decimal(asked, 0)} spurgte sagde {format_decimal(yes, 0)} ja "
        f"({percent(Decimal(yes) / asked)}), og {format_decimal(came, 0)} mødte op "
        f"({percent(Decimal(came) / asked)})."
    )


def missing_people_sentence(missing: Mapping[tuple[int, int], int]) -> str:
    """When most seats stood empty, by (ISO weekday, hour)."""
    total = sum(missing.values())
    if not total:
        return "Alle pladser blev besat."
    worst = sorted(missing.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]
    named = " og ".join(
        f"{WEEKDAYS[day - 1]} kl. {hour} ({count})" for (day, hour), count in worst if count
    )
    seats = "1 plads" if total == 1 else f"{format_decimal(total, 0)} pladser"
    return f"{seats} stod tomme. Sværest er {named}."


def parts_sentence(indicator: Indicator, parts: Mapping[str, Decimal]) -> str:
    """The highest and the lowest of the places that are shown."""
    if len(parts) < _NAMED:
        return ""
    low, high = (pick(parts, key=lambda name: parts[name]) for pick in (min, max))
    if parts[low] == parts[high]:
        return f"Det samme alle steder: {value_words(indicator, parts[high])}."
    return (
        f"Højest i {high} ({value_words(indicator, parts[high])}) og lavest i {low} "
        f"({value_words(indicator, parts[low])})."
    )


def _reached(value: Decimal, target: Decimal, *, up: bool) -> bool:
    return value >= target if up else value <= target
