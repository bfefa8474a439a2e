"""From the counts of the database to figures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from volunteers.success.catalogue import Indicator, Shape, Unit
from volunteers.success.figures import Figure, count_figure, share_figure, sum_figure

# What the count beside a figure is called.
BESIDE: Mapping[str, str] = {
    "K02": "opgaver er ikke besat endnu",
    "K03": "er sendt uden kvittering for levering",
    "K04": "er sendt uden kvittering for levering",
    "K06": "mangler registrering af fremmøde",
    "K15": "venter på svar, og fristen er ikke gået",
    "K20": "har ikke svaret",
    "K21": "har ikke svaret",
    "K23": "afdelinger var repræsenteret",
    "K26": "har lederen takket for på anden vis",
    "K27": "gange fortalt i en kanal",
    "K28": "venter på svar, og fristen er ikke gået",
    "K29": "venter på resultat, og fristen er ikke gået",
}
# A median comes from the database as a float; more digits than this say nothing.
_PLACES = Decimal("0.0001")
_SECONDS = {Unit.HOURS: 3600, Unit.MINUTES: 60}
# Whose people stand behind the figure, when they are not counted under its own code.
PEOPLE_OF = {"K01": "K08", "K10": "K08", "K04": "K03", "K30": "K31"}
# People are what is counted, not only who is behind.
_OF_PEOPLE = frozenset({"K11", "K18", "K31", "K33"})
_NOTHING: Mapping[str, Any] = {}
Part = tuple[str, Any]
_ALL: Part = ("", None)


class Counts:
    """What the database counted, by code and part."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """``rows`` are those of ``figures_of``."""
        self._rows: dict[tuple[str, str], dict[Part, Mapping[str, Any]]] = {}
        for row in rows:
            part = (row["split"], row[row["split"]] if row["split"] else None)
            self._rows.setdefault((row["kind"], row["code"]), {})[part] = row

    def counted(self, code: str, part: Part = _ALL) -> Mapping[str, Any]:
        """Sums over facts; empty without any."""
        return self._rows.get(("counts", code), {}).get(part, _NOTHING)

    def heads(self, code: str, part: Part = _ALL) -> Mapping[str, Any]:
        """Different people: ``den`` all of them, ``num`` those of the numerator."""
        own = PEOPLE_OF.get(code, code)
        return self._rows.get(("heads", own), {}).get(part, _NOTHING)

    def parts(self, code: str) -> set[Part]:
        """The parts that have anything, the whole not among them."""
        kind = "heads" if code in _OF_PEOPLE or code in {"K08", "K09", "K24"} else "counts"
        return set(self._rows.get((kind, code), {})) - {_ALL}


def figure_of(indicator: Indicator, counts: Counts, code: str, part: Part = _ALL) -> Figure:
    """The figure of the whole or of a part. K22's two codes are asked for one by one."""
    row, heads = counts.counted(code, part), counts.heads(code, part)
    persons, beside = _int(heads, "den"), _beside(indicator, counts, part)
    if code in _OF_PEOPLE:
        return share_figure(_int(heads, "num"), persons, persons)
    if code == "K24":
        return share_figure(persons, _int(counts.counted(code), "den"), 0)
    if indicator.shape is Shape.SHARE:
        return share_figure(_int(row, "num"), _int(row, "den"), persons, beside)
    if indicator.shape is Shape.COUNT:
        told = _int(row, "num")
        of_people = indicator.unit is Unit.PERSONS
        return count_figure(persons) if of_people else Figure(Decimal(told), told, 0, None, beside)
    return _of_values(indicator, row, persons, beside)


def _of_values(
    indicator: Indicator,
    row: Mapping[str, Any],
    persons: int,
    beside: tuple[tuple[str, int], ...],
) -> Figure:
    if indicator.shape is Shape.SUM:
        return sum_figure(Decimal(row.get("total") or 0), _int(row, "n"), persons)
    middle = row.get("middle")
    value = None if middle is None else in_unit(indicator, Decimal(str(middle)))
    return Figure(value, _int(row, "n"), persons, None, beside)


def pooled(figures: Iterable[Figure]) -> Figure:
    """Shares of different people taken together."""
    found = list(figures)
    num = sum((figure.numerator or Decimal(0) for figure in found), Decimal(0))
    den, persons = sum(one.n for one in found), sum(one.persons for one in found)
    return share_figure(int(num), den, persons)


def _int(row: Mapping[str, Any], name: str) -> int:
    return int(row.get(name) or 0)


def in_unit(indicator: Indicator, seconds: Decimal) -> Decimal:
    """Seconds in the unit of a median."""
    return (seconds / _SECONDS[indicator.unit]).quantize(_PLACES)


def _beside(indicator: Indicator, counts: Counts, part: Part) -> tuple[tuple[str, int], ...]:
    words = BESIDE.get(indicator.code)
    if words is None:
        return ()
    if indicator.code == "K23":
        return ((words, _departments_there(counts)),) if part == _ALL else ()
    return beside_of(indicator, _int(counts.counted(indicator.code, part), "beside"))


def beside_of(indicator: Indicator, count: int) -> tuple[tuple[str, int], ...]:
    """The count with its words, for an indicator that shows one."""
    words = BESIDE.get(indicator.code)
    return ((words, count),) if words else ()


def _departments_there(counts: Counts) -> int:
    """Departments somebody came from; 0 where the split by department was not asked for."""
    return sum(
        key is not None and _int(counts.counted("K23", (split, key)), "num") > 0
        for split, key in counts.parts("K23")
        if split == "department_id"
    )
