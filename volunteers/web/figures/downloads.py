"""The reports as files: PDF, workbook and rows."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import View

from backend.web.clock import now
from volunteers.web.figures.closed import ClosedFigures, ClosedIndicator
from volunteers.web.figures.live import IndicatorPage
from volunteers.web.figures.report import Report, report_of
from volunteers.web.figures.report_csv import detail_csv, report_csv
from volunteers.web.figures.report_pdf import report_pdf
from volunteers.web.figures.report_xlsx import report_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _ReportFile(ClosedFigures, View):
    """A closed period's report; before anything is closed there is none (404)."""

    http_method_names = ["get", "head"]

    @cached_property
    def report(self) -> Report:
        """The same as the page shows, an ambassador's with the own department alone."""
        if self.release is None:
            raise Http404
        return report_of(self.municipality, self.release, self.own_places)


class ReportPdf(_ReportFile):
    """``/tal/rapport.pdf?periode=2026``: the year's report in one click."""

    def get(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """A4, tagged."""
        name = f"frivillig-tal-{self.report.period.code}.pdf"
        return file_answer(report_pdf(self.report, now()), "application/pdf", name)


class ReportXlsx(_ReportFile):
    """``/tal/rapport.xlsx``."""

    def get(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Tables and a chart."""
        name = f"frivillig-tal-{self.report.period.code}.xlsx"
        return file_answer(report_xlsx(self.report), _XLSX, name)


class ReportCsv(_ReportFile):
    """``/tal/rapport.csv``."""

    def get(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """For the municipality's management information."""
        name = f"frivillig-tal-{self.report.period.code}.csv"
        return file_answer(report_csv(self.report), "text/csv; charset=utf-8", name)


class ClosedIndicatorCsv(ClosedIndicator):
    """``/tal/K01/tal.csv``: what the page shows."""

    http_method_names = ["get", "head"]

    def render_to_response(self, context: dict[str, Any], **_how: Any) -> HttpResponse:
        """By week, department and institution."""
        return _figure_file(context, self.kwargs["code"])


class IndicatorCsv(IndicatorPage):
    """``/koordinator/maal/K01/tal.csv``: what the coordinator's page shows."""

    http_method_names = ["get", "head"]

    def render_to_response(self, context: dict[str, Any], **_how: Any) -> HttpResponse:
        """By week, department and institution."""
        return _figure_file(context, self.kwargs["code"])


def _figure_file(context: dict[str, Any], code: str) -> HttpResponse:
    period = context["period"]
    content = detail_csv(context["detail"], period.name)
    return file_answer(content, "text/csv; charset=utf-8", f"{code}-{period.code}.csv")
