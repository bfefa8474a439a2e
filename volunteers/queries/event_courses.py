"""Courses a person has completed, and the day that makes an ambassador trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.common.danish_dates import local
from volunteers.models import Event, Participant, Volunteer
from volunteers.rules.events import CAME, EventKind


@dataclass(frozen=True, slots=True)
class Course:
    """A course or a series of them, with how many of its parts the person has been to."""

    title: str
    on: date
    attended: int
    parts: int

    @property
    def completed(self) -> bool:
        """Whether every part that is not called off was attended."""
        return self.attended >= self.parts


def courses_of_volunteer(person: Volunteer) -> list[Course]:
    """The volunteer's courses, the newest first; two queries."""
    return _courses(Participant.objects.filter(volunteer=person))


def courses_of_user(user: User) -> list[Course]:
    """The colleague's courses, the newest first; two queries."""
    return _courses(Participant.objects.filter(user=user))


def trained_on(user: User) -> date | None:
    """The last day of the newest ambassadors' course the user has been to in every part."""
    rows = Participant.objects.filter(user=user, event__trains_ambassadors=True)
    return max((one.on for one in _courses(rows, training=True) if one.completed), default=None)


def _courses(rows: QuerySet[Participant], *, training: bool = False) -> list[Course]:
    """Grouped by series; an event without one is a series of its own."""
    there = rows.filter(
        event__kind=EventKind.COURSE, event__cancelled_at__isnull=True, presence__in=sorted(CAME)
    ).select_related("event__series")
    attended: dict[tuple[str, int], list[Event]] = {}
    for row in there.order_by("event__starts_at"):
        attended.setdefault(_group(row.event), []).append(row.event)
    series = [key[1] for key in attended if key[0] == "series"]
    parts = _parts(series, training=training) if series else {}
    found = [
        Course(
            title=events[0].series.name if events[0].series is not None else events[0].title,
            on=local(events[-1].starts_at).date(),
            attended=len(events),
            parts=parts.get(key[1], 1) if key[0] == "series" else 1,
        )
        for key, events in attended.items()
    ]
    return sorted(found, key=lambda one: (one.on, one.title), reverse=True)


def _group(event: Event) -> tuple[str, int]:
    return ("series", event.series_id) if event.series_id is not None else ("event", event.pk)


def _parts(series: Sequence[int], *, training: bool) -> dict[int, int]:
    """How many courses each series has, those called off left out."""
    counted: dict[int, int] = {}
    rows = Event.objects.filter(
        Q(trains_ambassadors=True) if training else Q(),
        kind=EventKind.COURSE,
        series__in=series,
        cancelled_at__isnull=True,
    )
    for series_id in rows.values_list("series_id", flat=True):
        counted[series_id] = counted.get(series_id, 0) + 1
    return counted
