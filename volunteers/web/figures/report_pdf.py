"""A report on A4 for the meeting and for the case system."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.common.danish_dates import local, long_day
from backend.common.pdf import typeset
from volunteers.queries.closing import FrozenLine
from volunteers.success.journal import JournalMark
from volunteers.web.figures.paper import drawing_of
from volunteers.web.figures.report import Line, Report

_TEMPLATE = Path(__file__).parents[2] / "templates/volunteers/report.typ"

# Said of a year before all its quarters are closed.
NOT_WHOLE = "Året har endnu intet samlet tal: det kommer, når alle fire kvartaler er lukket."
_SUGGESTED = "Målene er forslag, indtil projektgruppen beslutter dem."


def report_pdf(report: Report, at: datetime) -> bytes:
    """Tagged for those who have it read aloud; the same figures as the page, word for word."""
    return typeset(_TEMPLATE, report_words(report, at), at=at)


def report_words(report: Report, at: datetime) -> dict[str, Any]:
    """Every word on the paper."""
    title = f"Tal for frivilligindsatsen, {report.period.name}"
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
        "columns": ["Kriterium", *_quarter_names(report), _whole_name(report), "Mål", "Status"],
        "rows": [_row(report, line) for line in report.lines],
        "other_columns": ["Kriterium", "Om", "Tal", "Mål", "Status"],
        "others": [_other(line) for line in report.others],
        "part": "Kvartal" if report.release.is_year else "Afdeling",
        "sections": [_section(report, line) for line in report.lines],
    }


def _section(report: Report, line: Line) -> dict[str, Any]:
    indicator, drawing = line.card.indicator, drawing_of(report, line)
    return {
        "name": indicator.name,
        "sentence": f"{line.card.sentence} {line.card.corrected}" if report.is_whole else NOT_WHOLE,
        "drawing": asdict(drawing) if drawing else None,
        "parts": [[name, card.value] for name, card in line.quarters or line.departments],
        "definition": [
            ["Tæller", indicator.numerator],
            ["Nævner", indicator.denominator],
            ["Hører til perioden efter", indicator.attribution],
        ],
    }


def _other(line: FrozenLine) -> list[str]:
    criterion = line.newest.criterion
    says = [line.told_words, line.target_words, line.status_words]
    return [criterion.indicator.name, criterion.scope_words, *says]


def _row(report: Report, line: Line) -> list[str]:
    card = line.card
    value, says = (card.value, card.status_words) if report.is_whole else ("–", "–")
    whole = [value, card.target, says]
    return [card.indicator.name, *(part.value for _, part in line.quarters), *whole]


def _quarter_names(report: Report) -> list[str]:
    """ "3. kvartal": the year stands in the heading."""
    return [one.period.name.rsplit(" ", 1)[0] for one in report.release.quarters]


def _whole_name(report: Report) -> str:
    return "Året" if report.release.is_year else "Tal"
