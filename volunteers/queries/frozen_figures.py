"""The frozen figures of closed periods, as a reader may see them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

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


def frozen_wholes(closed_id: int | None) -> dict[str, Figure]:
    """The frozen figures of the whole municipality that everybody may see, by code; one query."""
    rows = _whole(closed_id).filter(corrects=None, coordinator_only=False)
    return {one.criterion.code: one.figure for one in rows.order_by("-id")}


def seen_corrections(closed_id: int | None) -> dict[int, Measurement]:
    """The newest correction of each criterion that everybody may see, by its key; one query."""
    rows = _whole(closed_id).filter(corrects__isnull=False, coordinator_only=False)
    return {one.criterion_id: one for one in rows.order_by("id")}


def _whole(closed_id: int | None) -> QuerySet[Measurement]:
    """Of the criteria about the whole municipality that the system counts."""
    whole = {f"criterion__{place}": None for place in ("department", "institution", "project")}
    rows = Measurement.objects.filter(closed_id=closed_id, **whole).exclude(criterion__code="")
    return rows.select_related("criterion")
