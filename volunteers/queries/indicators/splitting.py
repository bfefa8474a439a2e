"""The one query of all figures: facts counted, and the people behind them, in every split."""

from collections.abc import Collection
from enum import StrEnum

from volunteers.queries.indicators.facts import COLUMNS, DAILY, LIVE, needed, sql_of

IN_SCOPE = """
    (%(department)s::bigint IS NULL OR department_id = %(department)s)
    AND (%(institution)s::bigint IS NULL OR institution_id = %(institution)s)
    AND (%(project)s::bigint IS NULL OR institution_id IN (
        SELECT id FROM institutions_institution WHERE project_id = %(project)s))
"""
_SPANS = "SELECT * FROM unnest({}::timestamptz[], {}::timestamptz[]) AS spans (starts_at, ends_at)"
STALE_SPANS = _SPANS.format("%(stale_from)s", "%(stale_to)s")
_WIDE = _SPANS.format("%(wide_from)s", "%(wide_to)s")
WHOLE_SPAN = "SELECT %(first_at)s::timestamptz AS starts_at, %(after_at)s::timestamptz AS ends_at"

# What is kept of each day, and what is counted now for the days that are not kept.
_COUNTED = """
    SELECT code, department_id, institution_id, day, num, den, value, items, beside
    FROM volunteers_dailyfact
    WHERE municipality_id = %(municipality)s AND code = ANY(%(kept)s)
      AND day >= %(first)s AND day < %(until)s AND NOT day = ANY(%(unfit)s)
    UNION ALL
    SELECT code, department_id, institution_id, day, num, den, value, (value IS NOT NULL)::int,
           beside
    FROM facts WHERE happened_at >= %(first_at)s
"""
_PEOPLE = """
    SELECT code, department_id, institution_id, day, person
    FROM volunteers_dailyperson
    WHERE municipality_id = %(municipality)s AND code = ANY(%(kept)s) AND code <> 'K08'
      AND day >= %(first)s AND day < %(until)s AND NOT day = ANY(%(unfit)s)
    UNION ALL
    SELECT code, department_id, institution_id, day, person FROM facts
    WHERE person IS NOT NULL AND code <> 'K08' AND NOT code = ANY(%(borrowing)s)
"""
# Those of K08, from as far back as the figures look.
_CAME = """
    SELECT department_id, institution_id, day, person
    FROM volunteers_dailyperson
    WHERE municipality_id = %(municipality)s AND code = 'K08' AND code = ANY(%(kept)s)
      AND day >= %(wide)s AND day < %(until)s AND NOT day = ANY(%(unfit)s)
    UNION ALL
    SELECT department_id, institution_id, day, person FROM facts WHERE code = 'K08'
"""

# Whom a figure is about, and which of them count in its numerator. The first day somebody came
# belongs to one place: on a day with two, to the one with the lower key.
_MEMBERS = {
    "K09": """
        SELECT 'K09', department_id, institution_id, day, person, true FROM (
            SELECT DISTINCT ON (person) * FROM came
            ORDER BY person, day, institution_id
        ) newcomers WHERE day >= %(first)s
    """,
    "K11": """
        SELECT 'K11', department_id, institution_id, day, person, person IN (
            SELECT person FROM came WHERE day >= %(year_middle)s AND day < %(year_after)s)
        FROM came WHERE day >= %(year_first)s AND day < %(year_middle)s
    """,
    "K18": """
        SELECT 'K18', department_id, institution_id, day, person, person IN (
            SELECT x.volunteer_id FROM volunteers_acceptance x
            WHERE x.municipality_id = %(municipality)s AND x.accepted_at < %(stands_at)s
              AND x.rules_version_id = (
                SELECT v.id FROM institutions_rulesversion v
                WHERE v.municipality_id = %(municipality)s AND v.approved_on <= %(stands_on)s
                  AND v.state IN ('approved', 'superseded')
                ORDER BY v.number DESC LIMIT 1))
        FROM came WHERE day >= %(first)s
    """,
    "K31": """
        SELECT 'K31', department_id, institution_id, day, person, person IN (
            SELECT x.volunteer_id FROM volunteers_textstop x
            WHERE x.municipality_id = %(municipality)s AND x.stopped_at >= %(first_at)s
              AND x.stopped_at < %(stands_at)s)
        FROM people WHERE code = 'K31'
    """,
    "K33": """
        SELECT 'K33', department_id, institution_id, day, person, person IN (
            SELECT person FROM people WHERE code = 'K33')
        FROM came WHERE day >= %(first)s
    """,
}
_PLAIN = """
    SELECT code, department_id, institution_id, day, person, false
    FROM people WHERE NOT code = ANY(%(special)s)
    UNION ALL
    SELECT 'K08', department_id, institution_id, day, person, false
    FROM came WHERE day >= %(first)s
"""


class Split(StrEnum):
    """A way to part a figure. Weekdays are ISO numbers, Monday 1."""

    DEPARTMENT = "department_id"
    INSTITUTION = "institution_id"
    WEEK = "week"
    WEEKDAY = "weekday"


USUAL_SPLITS = frozenset({Split.DEPARTMENT, Split.WEEK})
# People who are found in another way than by their own rows in the period.
SPECIAL = frozenset(_MEMBERS)


def figures_of(codes: frozenset[str], splits: Collection[Split], *, people: bool = True) -> str:
    """One row for the whole and for each part: ``kind`` says counts or heads, ``split`` which part.

    Every piece is a constant of this package: values only travel as parameters.
    """
    members = [_PLAIN, *(_MEMBERS[code] for code in sorted(codes & SPECIAL))]
    return f"""
        WITH {_facts(codes)},
        counted AS ({_COUNTED}),
        people AS ({_PEOPLE}),
        came AS NOT MATERIALIZED ({_CAME}),
        members (code, department_id, institution_id, day, person, counts) AS (
            {" UNION ALL ".join(members)})
        {_grouped(_COUNTS, "counted", splits)}
        {f"UNION ALL {_headed(splits)}" if people else ""}
    """


# Associations of the register are no department's: K24 is among all of them in every part.
_COUNTS = (
    "'counts' AS kind",
    "sum(num)::bigint AS num, sum(den)::bigint AS den, sum(value) AS total, "
    "sum(items)::bigint AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS middle, "
    "sum(beside)::bigint AS beside",
    "OR (code = 'K24' AND department_id IS NULL)",
)
_HEADS = (
    "count(*) FILTER (WHERE counts) AS num, count(*) AS den, "
    "NULL::numeric AS total, 0::bigint AS n, NULL::float8 AS middle, 0::bigint AS beside"
)


def _facts(codes: frozenset[str]) -> str:
    own = needed(codes)
    return f"""
        facts ({COLUMNS}, day) AS MATERIALIZED (
            SELECT found.*, (happened_at AT TIME ZONE 'Europe/Copenhagen')::date FROM (
                (WITH span AS ({STALE_SPANS}) {sql_of(own - {"K08"}, DAILY)})
                UNION ALL
                (WITH span AS ({_WIDE}) {sql_of(own & {"K08"}, DAILY)})
                UNION ALL
                (WITH span AS ({WHOLE_SPAN}) {sql_of(codes, LIVE)})
            ) found ({COLUMNS})
        )
    """


def _grouped(what: tuple[str, str, str], source: str, splits: Collection[Split]) -> str:
    kind, sums, everywhere = what
    return f"""
        SELECT {kind}, code, {_which(splits)} AS split{_columns(splits)}, {sums}
        FROM ({_dated(source)} {everywhere}) dated
        GROUP BY GROUPING SETS ({_sets(splits)})
    """


def _headed(splits: Collection[Split]) -> str:
    """Each person once in every part, and then how many: quicker than counting the different."""
    columns = _columns(splits)
    return f"""
        SELECT 'heads' AS kind, code, split{columns}, {_HEADS}
        FROM (
            SELECT code, {_which(splits)} AS split{columns}, bool_or(counts) AS counts
            FROM ({_dated("members")}) dated
            GROUP BY GROUPING SETS ({_sets(splits, "person")})
        ) heads
        GROUP BY code, split{columns}
    """


def _dated(source: str) -> str:
    return f"""
        SELECT *, date_trunc('week', day)::date AS week, extract(isodow FROM day)::int AS weekday
        FROM {source} WHERE ({IN_SCOPE})
    """


def _which(splits: Collection[Split]) -> str:
    """The name of the split that a group is a part of; "" for the whole."""
    which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in sorted(splits))
    return f"CASE {which} ELSE '' END" if which else "''"


def _columns(splits: Collection[Split]) -> str:
    return "".join(f", {name}" for name in sorted(splits))


def _sets(splits: Collection[Split], *also: str) -> str:
    sets = [("code", *also), *(("code", name, *also) for name in sorted(splits))]
    return ", ".join(f"({', '.join(one)})" for one in sets)
