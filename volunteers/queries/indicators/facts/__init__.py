"""What each indicator counts, as SQL: one row per fact, with what it adds to the figure.

The columns are the same for all, so that one query gives all figures and every split of them:
``department_id`` and ``institution_id`` where it belongs, ``subject_id`` the row behind the fact,
``happened_at`` what places it in a period, ``person`` who is behind it, ``num`` and ``den`` what it
adds to the share, ``value`` what a median (in seconds) or a sum is taken over, ``beside`` the count
that is shown next to the figure.

A fact is looked for in the spans of the table ``span``, and only what was known at ``%(at)s``
counts. Rules of success.md: what the institution cancelled leaves the counts, what is still to
come too, and a period is entered by the definition's own date. What stands on a day instead
("dato") happened a moment before ``%(stands_at)s``: the period's end, or the moment of looking.
"""

from collections.abc import Iterable, Mapping

from volunteers.queries.indicators.facts.agreement import AGREEMENT
from volunteers.queries.indicators.facts.answers import ANSWERS, DAILY_ANSWERS
from volunteers.queries.indicators.facts.asking import ASKING, DAILY_ASKING
from volunteers.queries.indicators.facts.messages import DAILY_MESSAGES
from volunteers.queries.indicators.facts.people import DAILY_PEOPLE, PEOPLE
from volunteers.queries.indicators.facts.seats import DAILY_SEATS
from volunteers.queries.indicators.facts.sharing import SHARING
from volunteers.queries.indicators.facts.support import SUPPORT

COLUMNS = (
    "code, department_id, institution_id, subject_id, happened_at, person, num, den, value, beside"
)
# Many rows a day: what each day adds is kept. A day's change marks it (docs/success.md).
DAILY: Mapping[str, str] = {
    **DAILY_SEATS,
    **DAILY_ASKING,
    **DAILY_PEOPLE,
    **DAILY_ANSWERS,
    **DAILY_MESSAGES,
}
# Few rows: always counted from the rows themselves.
LIVE: Mapping[str, str] = {**ASKING, **PEOPLE, **ANSWERS, **AGREEMENT, **SUPPORT, **SHARING}
# What the subject of a fact is, where it is not a time slot. No answer is ever shown by itself.
SUBJECTS: Mapping[str, str] = {
    "K02": "task",
    "K12": "institution",
    "K13": "department",
    "K14": "role",
    "K15": "help_call",
    "K16": "institution",
    "K17": "institution",
    "K19": "task",
    "K20": "",
    "K21": "",
    "K22": "",
    "K23": "event",
    "K25": "example",
    "K27": "story",
    "K28": "suggestion",
    "K29": "follow_up",
    "K32": "volunteer",
}
# Whose facts the figure is made of, when it is not its own.
MADE_OF: Mapping[str, tuple[str, ...]] = {
    "K01": ("K01", "K08"),
    "K04": ("K03", "K04"),
    "K09": ("K08",),
    "K10": ("K08", "K10"),
    "K11": ("K08",),
    "K18": ("K08",),
    "K30": ("K30", "K31"),
    "K33": ("K08", "K33"),
}


def needed(codes: Iterable[str]) -> frozenset[str]:
    """The codes whose facts these figures are made of."""
    return frozenset(own for code in codes for own in MADE_OF.get(code, (code,)))


def sql_of(codes: Iterable[str], source: Mapping[str, str]) -> str:
    """The facts of those of the codes that are in the source, as one select; nothing for none."""
    parts = [source[code] for code in sorted(codes) if code in source]
    return " UNION ALL ".join(parts) or _NOTHING


_NOTHING = """
    SELECT NULL::text, NULL::bigint, NULL::bigint, NULL::bigint, NULL::timestamptz, NULL::bigint,
           0, 0, NULL::numeric, 0 WHERE false
"""
