"""Released figures as they are kept: written when a quarter is closed, and read ever after."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any

from volunteers.models import ClosedPeriod, ReleasedFigures
from volunteers.queries.indicators import Measured
from volunteers.queries.success_views.fields import Fields
from volunteers.queries.success_views.releasing import count_release
from volunteers.success.catalogue import computed_indicators, indicator
from volunteers.success.figures import Figure

# The splits of a figure, and what their keys are when they are read.
_SPLITS: dict[str, Callable[[Any], Any]] = {
    "departments": int,
    "institutions": int,
    "weeks": date.fromisoformat,
    "groups": str,
}


def release_to_keep(closed: ClosedPeriod) -> dict[str, Any]:
    """The columns of the closed quarter's ``ReleasedFigures``; three queries."""
    codes = [one.code for one in computed_indicators()]
    measured, table = count_release(closed.municipality_id, closed.period, closed.closed_at, codes)
    return {
        "figures": {code: _measured_out(one) for code, one in measured.items()},
        "fields": {
            "times": [[*place, count] for place, count in table.times.items()],
            "hidden": [list(place) for place in table.hidden],
        },
    }


def kept_release(
    closed_id: int | None, codes: Collection[str]
) -> tuple[dict[str, Measured], Fields] | None:
    """What was kept of a closed period for the codes, None where nothing was; one query."""
    row = ReleasedFigures.objects.filter(closed_id=closed_id).first()
    if row is None:
        return None
    times = {(row_key, column): count for row_key, column, count in row.fields["times"]}
    hidden = frozenset((row_key, column) for row_key, column in row.fields["hidden"])
    own = {code: _measured_in(code, row.figures[code]) for code in codes if code in row.figures}
    return own, Fields(times, hidden)


def _measured_out(one: Measured) -> dict[str, Any]:
    splits = {
        name: [[str(key), _figure_out(figure)] for key, figure in getattr(one, name).items()]
        for name in _SPLITS
    }
    unplaced = None if one.unplaced is None else _figure_out(one.unplaced)
    return {"whole": _figure_out(one.whole), "unplaced": unplaced, **splits}


def _measured_in(code: str, kept: dict[str, Any]) -> Measured:
    splits = {
        name: {read(key): _figure_in(figure) for key, figure in kept[name]}
        for name, read in _SPLITS.items()
    }
    unplaced = None if kept["unplaced"] is None else _figure_in(kept["unplaced"])
    return Measured(indicator(code), _figure_in(kept["whole"]), unplaced=unplaced, **splits)


def _figure_out(one: Figure) -> list[Any]:
    value, numerator = (None if x is None else str(x) for x in (one.value, one.numerator))
    return [value, one.n, one.persons, numerator, [list(each) for each in one.beside], one.hidden]


def _figure_in(kept: list[Any]) -> Figure:
    value, n, persons, numerator, beside, hidden = kept
    return Figure(
        None if value is None else Decimal(value),
        n,
        persons,
        None if numerator is None else Decimal(numerator),
        tuple((words, count) for words, count in beside),
        hidden,
    )
