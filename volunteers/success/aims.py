"""What cannot be decided or entered: impossible targets, and baselines that look backwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.common.danish_dates import show_date
from backend.common.refusals import Invalid
from volunteers.success.calendar import overlap
from volunteers.success.catalogue import Direction, Indicator, Shape, Unit
from volunteers.success.conclusions import value_words
from volunteers.success.periods import Period

_WHOLE = frozenset({Unit.PERSONS, Unit.STORIES})
_ALL = Decimal(1)


@dataclass(frozen=True, slots=True)
class Aim:
    """What the project group wants of an indicator, in the indicator's unit."""

    target: Decimal | None
    target_on: date | None
    margin: Decimal
    baseline: Decimal | None
    baseline_period: Period | None
    decided_on: date | None


def require_aim(indicator: Indicator, aim: Aim, today: date) -> None:
    """Refuses (Invalid, all fields at once) what cannot be true or would say nothing.

    Shares above 100 % and figures below 0, targets that go the wrong way from the baseline or are
    reached beforehand, a margin that swallows the target, a baseline period that is not over when
    it is decided on, and dates in the wrong order.
    """
    wrong_target = _wrong_target(indicator, aim)
    wrong: dict[str, str | None] = {
        "target_value": wrong_target,
        "baseline_value": _wrong_figure(indicator, aim.baseline),
        "amber_margin": None if wrong_target else _wrong_margin(indicator, aim),
        "baseline_period": _wrong_baseline_period(aim, today),
        "decided_on": _wrong_decision(aim, today),
        "target_on": _wrong_date(aim, today),
    }
    require_none(wrong)


def require_whole(
    indicator: Indicator, aim: Aim, *, has_owner: bool, today: date, code: str = "unfinished"
) -> None:
    """Refuses (Invalid) to put a criterion to use without definition, target, owner and date."""
    watched = indicator.direction is Direction.WATCHED
    late = aim.target_on is not None and aim.target_on <= today
    wrong = {
        "definition": None
        if indicator.numerator
        else "Skriv, hvad I tæller, før I tager det i brug.",
        "target_value": None if watched or aim.target is not None else "Sæt et mål først.",
        "target_on": _missing_date(aim, watched=watched, late=late),
        "owner": None if has_owner else "Vælg en ejer fra projektgruppen først.",
        "decided_on": None if aim.decided_on else "Skriv, hvornår projektgruppen besluttede det.",
    }
    require_none(wrong, code)


def require_value(
    indicator: Indicator, value: Decimal | None, numerator: Decimal | None, n: int | None
) -> Decimal:
    """The entered value; of a share it may be made from ``numerator`` and ``n``.

    Refuses (Invalid) no value, both or half of the two ways, a numerator above its denominator,
    a denominator of 0, and what ``require_aim`` refuses of figures.
    """
    if indicator.shape is Shape.SHARE and (numerator is not None or n is not None):
        return _share(value, numerator, n)
    if value is None:
        raise Invalid("value", "Skriv tallet.", {"value": ["Skriv tallet."]})
    require_none({"value": _wrong_figure(indicator, value)})
    return value


def require_apart(period: Period, others: Iterable[Period], today: date) -> None:
    """Refuses (Invalid) a period that is not over, or that shares days with one that has a value.

    The same period again is a correction and is let through.
    """
    if period.after > today:
        wrong = f"{period.name} er ikke slut endnu. Skriv tallet efter {show_date(period.after)}."
        raise Invalid("period", wrong, {"period": [wrong]})
    for other in others:
        if other.code != period.code and overlap(period, other):
            wrong = (
                f"{period.name} overlapper {other.name}, som allerede har et tal. "
                f"Ret tallet for {other.name}, eller vælg en anden periode."
            )
            raise Invalid("period", wrong, {"period": [wrong]})


def require_none(wrong: dict[str, str | None], code: str = "impossible") -> None:
    """Refuses (Invalid) with every sentence at its field; without any all is well."""
    fields = {name: [sentence] for name, sentence in wrong.items() if sentence}
    if fields:
        raise Invalid(code, " ".join(sentence[0] for sentence in fields.values()), fields)


def _share(value: Decimal | None, numerator: Decimal | None, n: int | None) -> Decimal:
    if numerator is None or n is None:
        wrong = "Skriv både tæller og nævner, eller kun procenten."
    elif value is not None and abs(value - numerator / max(n, 1)) > Decimal("0.005"):
        wrong = "Procenten passer ikke med tæller og nævner. Skriv kun det ene."
    elif n == 0:
        wrong = "Nævneren er 0, så der er intet at måle. Skriv intet for perioden."
    elif not 0 <= numerator <= n:
        wrong = f"Tælleren skal være mellem 0 og {n}. En andel er højst 100 %."
    else:
        return numerator / n
    raise Invalid("share", wrong, {"numerator": [wrong]})


def _wrong_figure(indicator: Indicator, value: Decimal | None) -> str | None:
    if value is None:
        return None
    if indicator.unit is Unit.SHARE and not 0 <= value <= _ALL:
        return "En andel ligger mellem 0 og 100 %. Skriv for eksempel 80."
    if value < 0:
        return "Tallet kan ikke være under 0."
    if indicator.unit in _WHOLE and value != value.to_integral_value():
        return "Skriv et helt tal."
    return None


def _wrong_target(indicator: Indicator, aim: Aim) -> str | None:
    if aim.target is None:
        return None
    if indicator.direction is Direction.WATCHED:
        return f"»{indicator.name}« følges uden mål. Lad feltet stå tomt."
    return (
        _wrong_figure(indicator, aim.target)
        or _reached_beforehand(indicator, aim.target)
        or _backwards(indicator, aim.target, aim.baseline)
    )


def _reached_beforehand(indicator: Indicator, target: Decimal) -> str | None:
    if indicator.direction is Direction.UP and target == 0:
        return "Et mål på 0 er nået på forhånd. Skriv et højere tal."
    if indicator.direction is Direction.DOWN and indicator.unit is Unit.SHARE and target == _ALL:
        return "Et mål på højst 100 % er nået på forhånd. Skriv et lavere tal."
    return None


def _backwards(indicator: Indicator, target: Decimal, baseline: Decimal | None) -> str | None:
    """A target on the wrong side of where one stands; standing still is allowed."""
    if baseline is None or _wrong_figure(indicator, baseline):
        return None
    up = indicator.direction is Direction.UP
    if (target >= baseline) if up else (target <= baseline):
        return None
    worse, limit = ("lavere", "mindst") if up else ("højere", "højst")
    start = value_words(indicator, baseline)
    return (
        f"Målet er {worse} end udgangspunktet på {start}, så det ville være en tilbagegang. "
        f"Skriv et mål på {limit} {start}, eller ret udgangspunktet."
    )


def _wrong_margin(indicator: Indicator, aim: Aim) -> str | None:
    if aim.margin < 0:
        return "Margenen kan ikke være under 0."
    if aim.target is None or aim.margin == 0:
        return None
    up = indicator.direction is Direction.UP
    swallows = (
        aim.margin >= aim.target
        if up
        else (indicator.unit is Unit.SHARE and aim.target + aim.margin >= _ALL)
    )
    if swallows:
        return "Så stor en margen gør alle tal til »tæt på målet«. Skriv en mindre."
    return None


def _wrong_baseline_period(aim: Aim, today: date) -> str | None:
    if (aim.baseline is None) != (aim.baseline_period is None):
        missing = "perioden" if aim.baseline_period is None else "udgangspunktet"
        return f"Et udgangspunkt er et tal og en periode. Skriv {missing}, eller slet begge."
    if aim.baseline_period is None:
        return None
    decided = aim.decided_on or today
    if aim.baseline_period.after > min(decided, today):
        return (
            f"{aim.baseline_period.name} var ikke slut, da I besluttede målet. "
            "Vælg en periode, der sluttede inden beslutningen."
        )
    return None


def _wrong_decision(aim: Aim, today: date) -> str | None:
    if aim.decided_on is not None and aim.decided_on > today:
        return "Datoen ligger i fremtiden. Skriv den dag, projektgruppen besluttede målet."
    return None


def _wrong_date(aim: Aim, today: date) -> str | None:
    if aim.target_on is None:
        return None
    if aim.target_on <= (aim.decided_on or today):
        return "Målet skal nås efter den dag, det er besluttet. Vælg en senere dato."
    return None


def _missing_date(aim: Aim, *, watched: bool, late: bool) -> str | None:
    if late:
        return "Den dag, målet skal nås, er gået. Vælg en senere dato."
    if watched or aim.target_on is not None:
        return None
    return "Skriv, hvornår målet skal være nået."
