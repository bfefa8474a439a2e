"""A report on A4 for the meeting and for the case system."""

from datetime import datetime
from pathlib import Path
from typing import Any

from backend.common.danish_dates import local, long_day
from backend.common.pdf import typeset
from volunteers.success.journal import JournalMark
from volunteers.web.figures.report import Report

_TEMPLATE = Path(__file__).parents[2] / "templates/volunteers/report.typ"

_SUGGESTED = "Målene er forslag, indtil projektgruppen beslutter dem."


def report_pdf(report: Report, at: datetime) -> bytes:
    """Tagged for those who have it read aloud; the same figures as the page, word for word."""
    return typeset(_TEMPLATE, report_words(report, at), at=at)


def report_words(report: Report, at: datetime) -> dict[str, Any]:
    """Every word on the paper."""
    title = f"Tal for frivilligindsatsen, {report.period.name}"
    parts = "quarters" if report.release.is_year else "departments"
    return {
        "colour": report.municipality.colour,
        "municipality": report.municipality.name,
        "heading": title,
        "closed": f"Tallene er fra {long_day(local(report.as_of).date())}.",
        "printed": f"Udskrevet {long_day(local(at).date())}.",
        "journal": JournalMark(title, local(at).date()).words,
        "few": "Tal med færre end fem personer bag vises ikke.",
        "targets": ""
        if report.is_decided
        else "Målene er forslag, indtil projektgruppen beslutter dem.",
        "columns": ["Kriterium", "Tal", "Mål", "Status"],
        "rows": [
            [one.indicator.name, one.value, one.target, one.status_words]
            for one in (line.card for line in report.lines)
        ],
        "part": "Kvartal" if report.release.is_year else "Afdeling",
        "sections": [
            {
                "name": line.card.indicator.name,
                "sentence": line.card.sentence,
                "parts": [[name, card.value] for name, card in getattr(line, parts)],
                "definition": [
                    ["Tæller", line.card.indicator.numerator],
                    ["Nævner", line.card.indicator.denominator],
                    ["Hører til perioden efter", line.card.indicator.attribution],
                ],
            }
            for line in report.lines
        ],
    }
