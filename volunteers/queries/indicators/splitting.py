"""The selects over facts: the whole with its splits in one pass, and the rows behind a figure."""

from collections.abc import Collection
from enum import StrEnum

from volunteers.queries.indicators.seats import FACTS

_COLUMNS = (
    "code, department_id, institution_id, subject_id, happened_at, volunteer_id, "
    "num, den, value, beside"
)
_IN_SCOPE = """
    (%(department)s::bigint IS NULL OR department_id = %(department)s)
    AND (%(institution)s::bigint IS NULL OR institution_id = %(institution)s)
    AND (%(project)s::bigint IS NULL OR institution_id IN (
        SELECT id FROM institutions_institution WHERE project_id = %(project)s))
"""
_COUNTED = """
    sum(num) AS num, sum(den) AS den, sum(value) AS total, count(value) AS n,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS middle,
    count(DISTINCT volunteer_id) AS persons, sum(beside) AS beside
"""


class Split(StrEnum):
    """A way to part a figure. Weekdays are ISO numbers, Monday 1."""

    DEPARTMENT = "department_id"
    INSTITUTION = "institution_id"
    WEEK = "week"
    WEEKDAY = "weekday"


USUAL_SPLITS = frozenset({Split.DEPARTMENT, Split.WEEK})


def splits_of(splits: Collection[Split]) -> str:
    """The whole and each part of the splits in one pass.

    ``split`` names the column that a row is a part by; it is empty for the whole.
    """
    names = sorted(splits)
    which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    split = f"CASE {which} ELSE '' END" if names else "''"
    columns = "".join(f", {name}" for name in names)
    sets = ", ".join(["(code)", *(f"(code, {name})" for name in names)])
    return f"""
        SELECT code, {split} AS split{columns}, {_COUNTED}
        FROM (
            SELECT facts.*, date_trunc('week', local)::date AS week,
                   extract(isodow FROM local)::int AS weekday
            FROM facts, LATERAL (SELECT happened_at AT TIME ZONE 'Europe/Copenhagen' AS local) dated
        ) dated
        GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608


# The rows behind one figure, newest first, with how many there are in all.
ROWS = f"""
    SELECT subject_id, {_COUNTED}, count(*) OVER () AS found
    FROM facts
    GROUP BY subject_id
    ORDER BY max(happened_at) DESC, subject_id DESC
    LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608


def facts_of(codes: tuple[str, ...], select: str) -> str:
    """The query ``select`` over the facts of these indicators; KeyError for one not computed.

    Every part is a constant of this package: values only travel as parameters.
    """
    facts = " UNION ALL ".join(FACTS[code] for code in codes)
    return f"""
        WITH every ({_COLUMNS}) AS ({facts}),
             facts AS (SELECT * FROM every WHERE {_IN_SCOPE})
        {select}
    """  # noqa: S608
