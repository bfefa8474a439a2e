"""Attendance over the parts of a series (wish 47)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from volunteers.models import Event, EventSeries, Participant


@dataclass(frozen=True, slots=True)
class Attender:
    """One person, and for each part what became of it; None where the person was not asked."""

    first: Participant
    parts: tuple[Participant | None, ...]

    @property
    def attended(self) -> int:
        """How many parts the person has been to."""
        return sum(part is not None and part.came for part in self.parts)


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """The parts in order of time, those called off left out, and the people by attendance."""

    parts: tuple[Event, ...]
    people: tuple[Attender, ...]

    @property
    def completed(self) -> int:
        """How many have been to every part."""
        return sum(one.attended == len(self.parts) for one in self.people) if self.parts else 0


def series_table(series: EventSeries, within: QuerySet[Event] | None = None) -> SeriesTable:
    """Everybody known by name; guests are in none of the rows. Two queries.

    ``within``: the events whose people may be shown; without it all parts.
    """
    rows_of = series.parts.filter(cancelled_at__isnull=True)
    if within is not None:
        rows_of = rows_of.filter(pk__in=within.values("pk"))
    parts = tuple(rows_of.order_by("starts_at", "id"))
    rows = Participant.objects.filter(event__in=parts).select_related(
        "user", "volunteer", "association"
    )
    people: dict[tuple[int | None, ...], dict[int, Participant]] = {}
    for row in rows:
        key = (row.user_id, row.volunteer_id, row.association_id)
        if any(key):
            people.setdefault(key, {})[row.event_id] = row
    table = [
        Attender(next(iter(there.values())), tuple(there.get(part.pk) for part in parts))
        for there in people.values()
    ]
    table.sort(key=lambda one: (-one.attended, one.first.shown_name))
    return SeriesTable(parts, tuple(table))
