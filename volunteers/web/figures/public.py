"""The figures for anybody: the same as the report's, without signing in."""

from typing import Any

from django.views.generic import TemplateView

from volunteers.queries.success_views.released import releases
from volunteers.web.figures.closed import chosen_release
from volunteers.web.figures.report import report_of
from volunteers.web.public import MunicipalPage


class PublicFigures(MunicipalPage, TemplateView):
    """``/tal-for-alle/``: closed periods only, and few people hidden. Nothing personal."""

    template_name = "volunteers/figures/public.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest closed quarter, or the one in the address."""
        found = releases(self.municipality.pk)
        release = chosen_release(found, self.request.GET.get("periode", ""))
        report = report_of(self.municipality, release) if release else None
        return super().get_context_data(report=report, releases=found, **self.placed, **kwargs)
