"""What is kept of days: the daily facts of the spans, and the people behind them, written at once.

Of a median every value is kept, so that it is exact over any span; people are kept by day and
place, so that they are counted once over any span.
"""

from volunteers.queries.indicators.facts import COLUMNS, DAILY, sql_of
from volunteers.queries.indicators.making import PEOPLE_OF
from volunteers.queries.indicators.splitting import STALE_SPANS

# Figures made of people alone: their counts are never read.
_ONLY_PEOPLE = ("K08", "K24", "K31", "K33")
_MEDIANS = ("K05",)


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


KEEP = f"""
    WITH span AS ({STALE_SPANS}),
    facts ({COLUMNS}, day, number) AS MATERIALIZED (
        SELECT found.*, (happened_at AT TIME ZONE 'Europe/Copenhagen')::date, row_number() OVER ()
        FROM ({sql_of(DAILY, DAILY)}) found ({COLUMNS})
    ),
    kept AS (
        INSERT INTO volunteers_dailyfact (municipality_id, day, code, department_id,
            institution_id, num, den, value, items, beside)
        SELECT %(municipality)s, day, code, department_id, institution_id,
               sum(num), sum(den), sum(value), count(value), sum(beside)
        FROM facts WHERE code NOT IN ({_listed(_ONLY_PEOPLE)})
        GROUP BY day, code, department_id, institution_id,
                 CASE WHEN code IN ({_listed(_MEDIANS)}) THEN number END
    )
    INSERT INTO volunteers_dailyperson (municipality_id, day, code, department_id,
        institution_id, person)
    SELECT DISTINCT %(municipality)s::bigint, day, code, department_id, institution_id, person
    FROM facts WHERE person IS NOT NULL AND code NOT IN ({_listed(tuple(sorted(PEOPLE_OF)))})
"""
