"""The success criteria's figures."""

from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.doors import Look
from api.problems import BadParameters
from api.shapes import figures
from api.texts import text
from backend.common.actors import RoleKind
from institutions.rules.deeds import Deed
from volunteers.queries.indicators import Measured, measure
from volunteers.queries.success_views.released import released, releases
from volunteers.success.catalogue import Indicator, computed_indicators
from volunteers.success.figures import Figure
from volunteers.success.periods import Period, periods
from volunteers.success.releases import HIDDEN

_CODES = {"this_quarter": 0, "last_quarter": 1, "this_year": 2}


class Indicators(Look):
    """The figures that the system counts, over a period.

    The coordinator's are those of this moment. Everybody else sees a period once the project group
    has closed it, as it stood then and with few people hidden: figures that move while one looks
    would tell of single people.
    """

    deed = Deed.SEE_FIGURES
    shape = figures.IndicatorsShape
    parameters = frozenset({"period"})
    described = (
        OpenApiParameter("period", OpenApiTypes.STR, enum=list(_CODES), default="this_quarter"),
    )

    def get(self, request: Request) -> Response:
        """A period that is not closed is hidden from all but the coordinator."""
        code = request.query_params.get("period", "this_quarter")
        if code not in _CODES:
            raise BadParameters({"period": [text("unknown_reference")]})
        period = periods(self.at)[_CODES[code]]
        as_of, found = self._figures(period)
        return self.shown(
            {
                "period": code,
                "first": period.first,
                "after": period.after,
                "as_of": as_of,
                "indicators": [
                    _shown(one, found[one.code].whole if one.code in found else HIDDEN)
                    for one in computed_indicators()
                ],
            }
        )

    def _figures(self, period: Period) -> tuple[datetime, dict[str, Measured]]:
        """When they were counted, and those that this reader may see."""
        here = self.actor.municipality_id
        if self.actor.has(RoleKind.COORDINATOR):
            return self.at, measure(here, period, self.at)
        for release in releases(here):
            if (release.period.first, release.period.after) == (period.first, period.after):
                return release.as_of, released(here, release).measured
        return self.at, {}


def _shown(meant: Indicator, figure: Figure) -> dict[str, Any]:
    return {
        "code": meant.code,
        "name": meant.name,
        "value": figure.value,
        "unit": meant.unit,
        "n": figure.n,
        "persons": figure.persons,
        "numerator": figure.numerator,
        "hidden": figure.hidden,
        "beside": [{"words": words, "count": count} for words, count in figure.beside],
        "counts": meant.numerator,
        "of": meant.denominator,
        "attribution": meant.attribution,
        "direction": meant.direction,
        "target": meant.target,
    }
