"""What a person sees of themselves: times to come, times past, and what they accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from institutions.models import RulesVersion
from volunteers.models import (
    Acceptance,
    Assignment,
    ExitTalk,
    Participant,
    StoryPerson,
    Volunteer,
)
from volunteers.queries.afterwards.exit_talks import open_talk_of
from volunteers.queries.event_courses import Course, courses_of_volunteer
from volunteers.queries.event_openings import coming_events
from volunteers.queries.sharing.stories import parts_of
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, state_word

SHOWN = 50


@dataclass(frozen=True, slots=True)
class MyTime:
    """One time with a seat or a place in line; ``may_withdraw`` until the cut-off."""

    assignment: Assignment
    may_withdraw: bool

    @property
    def waits(self) -> bool:
        """Whether it is a place in line only."""
        return self.assignment.state == AssignmentState.WAITING

    @property
    def words(self) -> str:
        """What became of it."""
        return state_word(self.assignment.state)


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything on the page beside the wishes."""

    person: Volunteer
    coming: list[MyTime]
    past: list[MyTime]
    hours: Decimal
    acceptances: list["Accepted"]
    events: list[Participant]
    courses: list[Course]
    stories: list[StoryPerson]
    exit_talk: ExitTalk | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the person said yes to at one place, word for word."""

    acceptance: Acceptance

    @property
    def texts(self) -> list[str]:
        """The sentences with the version's number in them."""
        return accepted_texts(self.acceptance.rules_version)


def my_page(person: Volunteer, at: datetime) -> MyPage:
    """The page at this moment, in nine queries; the newest fifty of what is past."""
    municipality = person.municipality
    cutoff = timedelta(hours=municipality.withdraw_cutoff_hours)
    coming, past = _seats(person, at)
    acceptances = (
        Acceptance.objects.filter(volunteer=person)
        .select_related("institution", "rules_version")
        .prefetch_related("rules_version__rules")
        .order_by("-accepted_at", "id")
    )
    return MyPage(
        person=person,
        coming=[_time(seat, at, cutoff) for seat in coming],
        past=[_time(seat, at, cutoff) for seat in reversed(past[-SHOWN:])],
        hours=sum((seat.hours for seat in past if seat.hours), Decimal(0)),
        acceptances=[Accepted(one) for one in acceptances],
        events=coming_events(person, at),
        courses=courses_of_volunteer(person),
        stories=list(parts_of(person)),
        exit_talk=open_talk_of(person),
    )


def _seats(person: Volunteer, at: datetime) -> tuple[list[Assignment], list[Assignment]]:
    """What is held and to come, and everything that was held: in order of time, one query."""
    held = Q(state__in=[AssignmentState.CONFIRMED, AssignmentState.WAITING], slot__ends_at__gt=at)
    over = Q(state__in=sorted(HOLDS_A_SEAT), slot__ends_at__lte=at)
    seats = Assignment.objects.filter(held | over, volunteer=person)
    rows = seats.select_related("slot__task__institution").order_by("slot__starts_at", "id")
    coming = [seat for seat in rows if seat.slot.ends_at > at]
    return coming, [seat for seat in rows if seat.slot.ends_at <= at]


def accepted_texts(version: RulesVersion) -> list[str]:
    """The sentences of a version word for word, with its number in them."""
    texts = (version.volunteer_text, version.confidentiality_text)
    return [text.replace("{version}", str(version.number)) for text in texts]


def seat_of_person(person: Volunteer, uuid: UUID) -> Assignment | None:
    """The person's own seat or place in line; None for another's."""
    return (
        Assignment.objects.filter(volunteer=person, uuid=uuid, offer__isnull=False)
        .select_related("offer", "slot__task")
        .first()
    )


def _time(seat: Assignment, at: datetime, cutoff: timedelta) -> MyTime:
    in_time = at <= seat.slot.starts_at - cutoff
    return MyTime(seat, seat.state == AssignmentState.WAITING or in_time)
