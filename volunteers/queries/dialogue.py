"""Threads between a volunteer and those who lead a place, and which one an SMS belongs to.

A thread is seen by that volunteer, by the leaders and deputies of the place, and by the
coordinator; by nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from backend.common.actors import Actor
from institutions.models import Slot
from institutions.rules.deeds import Deed
from volunteers.models import Assignment, DialogueLine, Offer, Volunteer
from volunteers.queries.scope import offers_for
from volunteers.rules.dialogue import CLOSES_AFTER, closes_at, may_talk
from volunteers.rules.states import LIVE_OFFERS, AssignmentState

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Thread:
    """One person and one time: the lines in order, and whether more may be written."""

    offer: Offer
    seat: Assignment | None
    lines: tuple[DialogueLine, ...]
    open: bool

    @property
    def slot(self) -> Slot:
        """The time it is about."""
        return self.offer.slot

    @property
    def closes_at(self) -> datetime:
        """When it is closed."""
        return closes_at(self.slot.ends_at)

    @property
    def unread_here(self) -> int:
        """How many lines those who lead the place have not read."""
        return sum(line.from_volunteer and line.read_at is None for line in self.lines)

    @property
    def unread_by_person(self) -> int:
        """How many lines the volunteer has not read."""
        return sum(not line.from_volunteer and line.read_at is None for line in self.lines)

    @property
    def newest_at(self) -> datetime:
        """When the two last had something to do with each other."""
        seat = self.seat
        moments: Iterable[datetime | None] = (
            self.offer.sent_at,
            *(line.written_at for line in self.lines[-1:]),
            *((seat.confirmed_at, seat.waiting_at, seat.reminded_at) if seat else ()),
        )
        return max((one for one in moments if one is not None), default=self.offer.planned_at)

    @property
    def told_at(self) -> datetime | None:
        """When the place last wrote to the person."""
        mine = [line.written_at for line in self.lines if not line.from_volunteer]
        return max(mine, default=None)


def talks_of(by: Actor) -> QuerySet[Offer]:
    """The questions whose person the actor may write with: a seat, in line, or a line written.

    A person who was asked and has not written is no name to anybody.
    """
    lines = DialogueLine.objects.filter(offer=OuterRef("pk"))
    seats = Assignment.objects.filter(offer=OuterRef("pk"))
    return _whole(
        offers_for(by, Deed.TALK_WITH_HELPERS)
        .filter(Q(Exists(lines)) | Q(Exists(seats)))
        .filter(volunteer__anonymised_at__isnull=True)
    )


def threads_for(by: Actor, at: datetime) -> list[Thread]:
    """Threads with lines, the unread first, then the newest; at most 100, three queries."""
    written = talks_of(by).annotate(
        newest=Max("lines__written_at"),
        unread=Exists(
            DialogueLine.objects.filter(
                offer=OuterRef("pk"), written_by__isnull=True, read_at__isnull=True
            )
        ),
    )
    rows = written.filter(newest__isnull=False).order_by("-unread", "-newest", "id")[:SHOWN]
    return [_thread(offer, at) for offer in rows]


def thread_of(offer: Offer, at: datetime) -> Thread:
    """The thread of one question; three queries."""
    return _thread(_whole(Offer.objects.filter(pk=offer.pk)).get(), at)


def thread_beside(offer: Offer, held: Assignment | None, at: datetime) -> Thread:
    """The same where the question's time and what its person has there are loaded; one query.

    One more where the place has written.
    """
    lines = tuple(DialogueLine.objects.filter(offer=offer).prefetch_related("written_by"))
    seat = held if held is not None and held.offer_id == offer.pk else None
    return _opened(offer, seat, lines, at)


def threads_of_person(person: Volunteer, at: datetime) -> list[Thread]:
    """Those the person may write in or has lines in, the newest first; three queries."""
    rows = _whole(
        Offer.objects.filter(volunteer=person, slot__ends_at__gt=at - CLOSES_AFTER).filter(
            Q(state__in=sorted(LIVE_OFFERS)) | Q(assignments__isnull=False)
        )
    ).distinct()
    threads = [_thread(offer, at) for offer in rows]
    found = [one for one in threads if one.open or one.lines]
    return sorted(found, key=lambda one: (one.newest_at, one.offer.pk), reverse=True)


def thread_of_text(person: Volunteer, at: datetime) -> Thread | None:
    """The open thread that an SMS from the person most likely belongs to: the newest of them."""
    return next((one for one in threads_of_person(person, at) if one.open), None)


def _whole(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """With the time, the seat and the lines of each."""
    return offers.select_related(
        "volunteer__municipality", "slot__task__institution__municipality"
    ).prefetch_related(
        "assignments",
        Prefetch("lines", queryset=DialogueLine.objects.select_related("written_by")),
    )


def _thread(offer: Offer, at: datetime) -> Thread:
    seat = next(iter(offer.assignments.all()), None)
    return _opened(offer, seat, tuple(offer.lines.all()), at)


def _opened(
    offer: Offer, seat: Assignment | None, lines: tuple[DialogueLine, ...], at: datetime
) -> Thread:
    return Thread(
        offer=offer,
        seat=seat,
        lines=lines,
        open=may_talk(
            offer_state=offer.state,
            seat_state=seat.state if seat else "",
            starts_at=offer.slot.starts_at,
            ends_at=offer.slot.ends_at,
            at=at,
        ),
    )


def has_seat(thread: Thread) -> bool:
    """Whether those who lead the place may write first: the person has said yes."""
    return thread.seat is not None and thread.seat.state != AssignmentState.WITHDRAWN
