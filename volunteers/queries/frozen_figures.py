"""The frozen figures of closed periods, as a reader may see them."""

from collections import defaultdict
from collections.abc import Iterable

from volunteers.models import Criterion, Measurement
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.releases import HIDDEN


def shown_figure(one: Measurement, *, sees_all: bool) -> Figure:
    """The frozen figure as the reader may see it."""
    return HIDDEN if one.coordinator_only and not sees_all else one.figure


def shown_chain(chain: list[Measurement], *, sees_all: bool) -> list[Measurement]:
    """The figures that the reader may see, or the first one to say that it is hidden."""
    seen = [one for one in chain if sees_all or not one.coordinator_only]
    return seen or chain[:1]


def frozen_chains(
    rows: Iterable[Criterion], period: Period, *, sees_all: bool
) -> dict[int, list[Measurement]]:
    """The measurements of a closed period, each correction after what it corrects; one query."""
    found: dict[int, list[Measurement]] = defaultdict(list)
    kept = Measurement.objects.filter(
        criterion__in=[row.pk for row in rows],
        closed__first=period.first,
        closed__after=period.after,
    )
    for one in kept.order_by("id"):
        found[one.criterion_id].append(one)
    return {key: shown_chain(chain, sees_all=sees_all) for key, chain in found.items()}
