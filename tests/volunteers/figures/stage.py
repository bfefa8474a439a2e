"""A closed quarter with many people at one place and few at the other."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.accounts.models import User
from backend.common.actors import RoleKind
from institutions.models import Institution, Role, Slot, Task
from tests.cast import PASSWORD, Cast, make_volunteers, task_fields
from volunteers.models import (
    Assignment,
    ClosedPeriod,
    Criterion,
    Offer,
    ReleasedFigures,
    Volunteer,
)
from volunteers.queries.success_views.kept_releases import release_to_keep
from volunteers.success.calendar import Rhythm, calendar_period

QUARTER = calendar_period(Rhythm.QUARTER, 2026, 3)
CLOSED_AT = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
_FIRST = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
MANY, FEW = 12, 3


def closed_quarter(cast: Cast) -> list[Volunteer]:
    """Nine weeks here with twelve people, one time elsewhere with three, then closed."""
    people = make_volunteers(cast, MANY)
    for week in range(9):
        slot = past_slot(cast, cast.here, week)
        for person in people[: 6 + week % 7]:
            came(slot, person)
    lonely = past_slot(cast, cast.elsewhere, 9)
    for person in people[:FEW]:
        came(lonely, person)
    close(cast)
    return people


def second_place(cast: Cast) -> None:
    """Two places with many people each, most of them at both, then closed: nothing to hide."""
    people = make_volunteers(cast, MANY)
    for week, place, there in ((0, cast.here, people), (1, cast.elsewhere, people[:9])):
        slot = past_slot(cast, place, week)
        for person in there:
            came(slot, person)
    close(cast)


def close(cast: Cast, at: datetime = CLOSED_AT) -> ClosedPeriod:
    """The project group closes the quarter, without any criterion."""
    closed = ClosedPeriod.objects.create(
        municipality=cast.municipality,
        first=QUARTER.first,
        after=QUARTER.after,
        closed_by=cast.coordinator,
        closed_at=at,
    )
    ReleasedFigures.objects.create(closed=closed, **release_to_keep(closed))
    return closed


def past_slot(cast: Cast, place: Institution, week: int, seats: int = 15) -> Slot:
    """A time in the quarter, ``week`` weeks after its first Monday."""
    starts_at = _FIRST + timedelta(weeks=week)
    task = Task.objects.create(
        municipality=cast.municipality,
        institution=place,
        created_by=cast.leader,
        created_at=starts_at - timedelta(days=10),
        published_at=starts_at - timedelta(days=9),
        contact_name="Lone",
        contact_phone="+4512345678",
        state="done",
        **task_fields(cast),
    )
    return Slot.objects.create(
        municipality=cast.municipality,
        task=task,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        seats=seats,
        state="done",
    )


def came(slot: Slot, person: Volunteer) -> Assignment:
    """Said yes, came, and was noted the same day."""
    seat = said_yes(slot, person)
    note(seat, slot.ends_at)
    return seat


def note(seat: Assignment, at: datetime, hours: int = 2) -> None:
    """Somebody notes that the person came."""
    seat.state, seat.recorded_at, seat.hours = "attended", at, Decimal(hours)
    seat.save()


def undo(seat: Assignment, at: datetime) -> None:
    """Somebody notes that the person did not come after all."""
    seat.state, seat.recorded_at, seat.hours = "no_show", at, None
    seat.save()


def said_yes(slot: Slot, person: Volunteer) -> Assignment:
    """Asked five days before, and said yes at once."""
    asked_at = slot.starts_at - timedelta(days=5)
    offer = Offer.objects.create(
        municipality=slot.municipality,
        volunteer=person,
        slot=slot,
        state="accepted",
        planned_at=asked_at,
        sent_at=asked_at,
        seen_at=asked_at,
        answered_at=asked_at,
        probability=0.3,
    )
    return Assignment.objects.create(
        municipality=slot.municipality,
        volunteer=person,
        slot=slot,
        offer=offer,
        state="confirmed",
        during=DateTimeTZRange(slot.starts_at, slot.ends_at),
        created_at=asked_at,
        confirmed_at=asked_at,
    )


def decided(cast: Cast, code: str = "K01", target: str = "0.8") -> Criterion:
    """A criterion of the project group about the whole municipality, in use."""
    return Criterion.objects.create(
        municipality=cast.municipality,
        code=code,
        target_value=Decimal(target),
        baseline_value=Decimal("0.4"),
        baseline_first=QUARTER.first,
        baseline_after=QUARTER.after,
        owner=cast.coordinator,
        decided_on=CLOSED_AT.date(),
        state="active",
        created_at=CLOSED_AT,
        activated_at=CLOSED_AT,
    )


def employ(cast: Cast, role: RoleKind) -> User:
    """Somebody with this role: an ambassador of the first department, a leader of its place."""
    places = {
        RoleKind.AMBASSADOR: {"department": cast.here.department},
        RoleKind.LEADER: {"institution": cast.here},
    }
    user = User.objects.create_user(
        f"{role}@test.invalid", PASSWORD, name="Kim", municipality=cast.municipality
    )
    Role.objects.create(
        user=user,
        municipality=cast.municipality,
        kind=role,
        valid_from=date(2026, 1, 1),
        **places.get(role, {}),
    )
    return user
