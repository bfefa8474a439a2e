"""Events in figures: how many of each kind, who came, and how well they are known (K23)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from volunteers.models import Event, EventOrder, Headcount, Participant
from volunteers.rules.events import (
    AWARENESS_KINDS,
    CAME,
    GROUP_WORDS,
    KIND_WORDS,
    EventKind,
    Group,
    Origin,
    Presence,
)


@dataclass
class KindFigures:
    """One kind of event in a span: held, ordered among them, nobody came, called off, and heads."""

    kind: EventKind
    held: int = 0
    ordered: int = 0
    empty: int = 0
    cancelled: int = 0
    groups: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(Group, 0))
    online: int = 0
    travel_minutes: int = 0

    @property
    def words(self) -> str:
        """The kind in Danish."""
        return KIND_WORDS[self.kind]

    @property
    def came(self) -> int:
        """All who came."""
        return sum(self.groups.values())

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each group, with its Danish word."""
        return [(GROUP_WORDS[group], number) for group, number in self.groups.items()]

    def add(self, group: str, there: int, online: int, minutes: int | None) -> None:
        """Counts heads of a group, in the room and online, each spared the way there and back."""
        self.groups[Group(group)] += there + online
        self.online += online
        self.travel_minutes += online * (minutes or 0)


@dataclass(frozen=True, slots=True)
class Awareness:
    """K23: colleagues at talks, theme evenings and courses among those invited; and departments."""

    came: int
    invited: int
    departments: int

    @property
    def share(self) -> float | None:
        """The share that came; None when nobody was invited."""
        return self.came / self.invited if self.invited else None


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders in a span by what became of them."""

    received: int
    planned: int
    declined: int


def figures_of(municipality_id: int, first: datetime, last: datetime) -> list[KindFigures]:
    """Every kind, those with nothing too; events that ended in the span. Three queries.

    Let the span end now at the latest: what is to come is not held.
    An event is held when it is over and not called off; a seat without attendance counts nobody.
    """
    rows = list(
        Event.objects.filter(
            municipality_id=municipality_id, ends_at__gte=first, ends_at__lt=last
        ).select_related("order")
    )
    held = {event.pk: event for event in rows if event.cancelled_at is None}
    found = {kind: KindFigures(kind) for kind in EventKind}
    there = _add_people(found, held) | _add_heads(found, held)
    for event in rows:
        line = found[EventKind(event.kind)]
        if event.pk not in held:
            line.cancelled += 1
            continue
        line.held += 1
        line.ordered += hasattr(event, "order")
        line.empty += event.pk not in there
    return list(found.values())


def awareness_of(municipality_id: int, first: datetime, last: datetime) -> Awareness:
    """K23 of a span by when the event ended; one query.

    Only named colleagues who were invited count, so that nobody comes who was not asked; those
    without a department count for none.
    """
    invited = Participant.objects.filter(
        municipality_id=municipality_id,
        group=Group.STAFF,
        origin=Origin.INVITED,
        event__kind__in=sorted(AWARENESS_KINDS),
        event__cancelled_at__isnull=True,
        event__ends_at__gte=first,
        event__ends_at__lt=last,
    )
    there = Q(presence__in=sorted(CAME))
    return Awareness(
        **invited.aggregate(
            came=Count("pk", filter=there),
            invited=Count("pk"),
            departments=Count("department", filter=there, distinct=True),
        )
    )


def orders_in(municipality_id: int, first: datetime, last: datetime) -> Orders:
    """Orders received in the span; one query."""
    rows = EventOrder.objects.filter(
        municipality_id=municipality_id, ordered_at__gte=first, ordered_at__lt=last
    )
    return Orders(
        **rows.aggregate(
            received=Count("pk"),
            planned=Count("pk", filter=Q(event__isnull=False)),
            declined=Count("pk", filter=Q(declined_at__isnull=False)),
        )
    )


def _add_people(found: dict[EventKind, KindFigures], held: dict[int, Event]) -> set[int]:
    """Named participants who came; gives the events that had any."""
    rows = Participant.objects.filter(event__in=held, presence__in=sorted(CAME))
    there = set()
    for event_id, group, presence in rows.values_list("event_id", "group", "presence"):
        online = presence == Presence.ONLINE
        event = held[event_id]
        line = found[EventKind(event.kind)]
        line.add(group, int(not online), int(online), event.travel_minutes)
        there.add(event_id)
    return there


def _add_heads(found: dict[EventKind, KindFigures], held: dict[int, Event]) -> set[int]:
    """Those counted at the door; gives the events that had any."""
    heads: Iterable[Headcount] = Headcount.objects.filter(event__in=held)
    there = set()
    for one in heads:
        event = held[one.event_id]
        line = found[EventKind(event.kind)]
        line.add(one.group, one.at_place, one.online, event.travel_minutes)
        if one.at_place + one.online:
            there.add(one.event_id)
    return there
