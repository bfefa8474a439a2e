"""Events and orders within reach, and what their pages show."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Extract

from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from institutions.models import Department
from institutions.queries.scope import departments_for, reach
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Event, EventOrder, EventSeries, Participant
from volunteers.rules.events import CAME, Answer, Presence


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is filtered by; empty shows everything."""

    kind: str = ""
    year: int | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """An event with its people: first those who come, then those in line, then the rest."""

    event: Event
    people: tuple[Participant, ...]

    def _saying(self, answer: Answer) -> int:
        return sum(one.answer == answer for one in self.people)

    @property
    def invited(self) -> int:
        """How many have been asked or came by themselves."""
        return len(self.people)

    @property
    def coming(self) -> int:
        """How many hold a seat."""
        return self._saying(Answer.COMING)

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return self._saying(Answer.WAITING)

    @property
    def declined(self) -> int:
        """How many said no."""
        return self._saying(Answer.DECLINED)

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self._saying(Answer.INVITED)

    @property
    def told(self) -> int:
        """How many hear of a move or a cancellation: all but those who said no."""
        return len(self.people) - self.declined

    @property
    def came(self) -> int:
        """How many of the list were there."""
        return sum(one.came for one in self.people)

    @property
    def unmarked(self) -> int:
        """How many who said yes have no attendance yet."""
        return sum(
            one.answer == Answer.COMING and one.presence == Presence.UNKNOWN for one in self.people
        )


def kept_events(by: Actor) -> QuerySet[Event]:
    """The events the person plans: the coordinator all, an ambassador the department's."""
    within = reach(
        by,
        Deed.KEEP_EVENTS,
        institution="order__institution_id",
        department="department_id",
    )
    return Event.objects.filter(within, municipality_id=by.municipality_id)


def events_for(by: Actor) -> QuerySet[Event]:
    """Those the person plans, is invited to or holds, and those open to everybody."""
    kept = kept_events(by).values("pk")
    mine = _mine(by)
    return Event.objects.filter(
        Q(pk__in=kept) | mine | Q(public=True), municipality_id=by.municipality_id
    )


def orders_for(by: Actor) -> QuerySet[EventOrder]:
    """The coordinator: all; a leader: the institution's own."""
    within = reach(
        by,
        Deed.ORDER_EVENT,
        institution="institution_id",
        department="institution__department_id",
    )
    rows = EventOrder.objects.filter(within, municipality_id=by.municipality_id)
    return rows.select_related("institution", "event", "ordered_by")


def waiting_orders(by: Actor) -> QuerySet[EventOrder]:
    """Orders that nobody has answered, for those who answer them."""
    if not grants_for(by, Deed.ANSWER_ORDER):
        return EventOrder.objects.none()
    return orders_for(by).filter(event__isnull=True, declined_at__isnull=True)


def series_of(municipality_id: int) -> QuerySet[EventSeries]:
    """The municipality's series in Danish order."""
    return EventSeries.objects.filter(municipality_id=municipality_id)


def kept_series(by: Actor) -> QuerySet[EventSeries]:
    """The series of which the person plans a part."""
    part = kept_events(by).filter(series=OuterRef("pk"))
    return series_of(by.municipality_id).filter(Exists(part))


def planning_departments(by: Actor) -> QuerySet[Department]:
    """The departments for which the person may plan an event."""
    return departments_for(by, Deed.KEEP_EVENTS)


def listed_events(by: Actor, wanted: Wanted, at: datetime) -> QuerySet[Event]:
    """The list: what is to come, the next first; then what is over, the newest first. One query."""
    rows = events_for(by).select_related("series", "department", "order")
    if wanted.mine:
        rows = rows.filter(_mine(by))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        first, last = year_span(wanted.year)
        rows = rows.filter(starts_at__gte=first, starts_at__lt=last)
    return rows.annotate(
        invited=Count("participants"),
        coming=Count("participants", filter=Q(participants__answer=Answer.COMING)),
        came=Count("participants", filter=Q(participants__presence__in=sorted(CAME))),
        over=Case(When(ends_at__lte=at, then=Value(1)), default=Value(0)),
        distance=Abs(Extract(F("starts_at"), "epoch") - Value(at.timestamp())),
    ).order_by("over", "distance", "id")


def years_of(by: Actor) -> list[int]:
    """The years with an event the person may see, the newest first; Danish years."""
    days = events_for(by).datetimes("starts_at", "year", order="DESC", tzinfo=COPENHAGEN)
    return [day.year for day in days]


def year_span(year: int) -> tuple[datetime, datetime]:
    """From the first to the last moment of a Danish year, the last not included, in UTC."""
    first, last = (datetime(n, 1, 1, tzinfo=COPENHAGEN) for n in (year, year + 1))
    return first.astimezone(UTC), last.astimezone(UTC)


def standing_of(event: Event) -> Standing:
    """The event's people in the order of the list; one query."""
    order = {Answer.COMING: 0, Answer.WAITING: 1, Answer.INVITED: 2, Answer.DECLINED: 3}
    people = event.participants.select_related("user", "volunteer", "association", "department")

    def place(one: Participant) -> tuple[int, datetime, int]:
        return order[Answer(one.answer)], one.waiting_at or one.invited_at, one.pk

    return Standing(event, tuple(sorted(people, key=place)))


def seats_left(event: Event) -> int | None:
    """Seats nobody holds; None without a limit. Ask under the event's lock before giving one."""
    if event.seats is None:
        return None
    taken = event.participants.filter(answer=Answer.COMING).count()
    return max(0, event.seats - taken)


def participant_of(by: Actor, event: Event) -> Participant | None:
    """The signed-in person's own row."""
    if by.user_id is None:
        return None
    return event.participants.filter(user_id=by.user_id).select_related("user").first()


def parts_of(event: Event) -> list[Event]:
    """The parts of the event's series in order of time, those called off left out."""
    if event.series_id is None:
        return [event]
    rows = Event.objects.filter(series_id=event.series_id, cancelled_at__isnull=True)
    return list(rows.order_by("starts_at", "id"))


def _mine(by: Actor) -> Q:
    """Invited to, or one's own to hold."""
    if by.user_id is None:
        return Q(pk__in=[])
    invited = Participant.objects.filter(user_id=by.user_id).values("event_id")
    return Q(pk__in=invited) | Q(organiser_id=by.user_id)
