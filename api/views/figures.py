"""The success criteria's figures."""

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
from volunteers.success.figures import for_viewer
from volunteers.success.periods import periods

_CODES = {"this_quarter": 0, "last_quarter": 1, "this_year": 2}


class Indicators(Look):
    """The six figures that the system counts, over a period, as they stand now."""

    deed = Deed.SEE_FIGURES
    shape = figures.IndicatorsShape
    parameters = frozenset({"period"})
    described = (
        OpenApiParameter("period", OpenApiTypes.STR, enum=list(_CODES), default="this_quarter"),
    )

    def get(self, request: Request) -> Response:
        """Few people are hidden from all but the coordinator."""
        code = request.query_params.get("period", "this_quarter")
        if code not in _CODES:
            raise BadParameters({"period": [text("unknown_reference")]})
        period = periods(self.at)[_CODES[code]]
        found = measure(self.actor.municipality_id, period, self.at)
        sees_small = self.actor.has(RoleKind.COORDINATOR)
        return self.shown(
            {
                "period": code,
                "first": period.first,
                "after": period.after,
                "as_of": self.at,
                "indicators": [_shown(one, sees_small=sees_small) for one in found.values()],
            }
        )


def _shown(measured: Measured, *, sees_small: bool) -> dict[str, Any]:
    meant = measured.indicator
    figure = for_viewer(measured.whole, sees_small=sees_small, smallest_n=meant.smallest_n)
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
