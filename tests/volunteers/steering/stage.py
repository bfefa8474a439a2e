"""A project group with a member from each department, and criteria it has decided on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from institutions.actions.roles import create_user, give_role
from institutions.models import Department
from tests.cast import NOW, Cast
from volunteers.actions.success.closing import close_period
from volunteers.actions.success.criteria import Wish, activate_criterion, draft_criterion
from volunteers.actions.success.follow_ups import agree_follow_up
from volunteers.actions.success.meetings import note_decision, plan_meeting
from volunteers.models import Criterion, DecisionKind
from volunteers.success.aims import Aim
from volunteers.success.calendar import Rhythm, calendar_period
from volunteers.success.catalogue import Direction, Shape, Unit
from volunteers.success.criteria import Definition

AUTUMN = calendar_period(Rhythm.QUARTER, 2026, 4)
SUMMER = calendar_period(Rhythm.QUARTER, 2026, 3)
# The autumn is over.
JANUARY = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)
AIM = Aim(
    target=Decimal("0.8"),
    target_on=date(2027, 12, 31),
    margin=Decimal("0.04"),
    baseline=None,
    baseline_period=None,
    decided_on=date(2026, 11, 20),
)
KNOWN = Definition(
    name="Kendskab i borgerpanelet",
    definition="borgere, der kender muligheden",
    counts_among="borgere, der svarede",
    source="Borgerpanelet",
    shape=Shape.SHARE,
    unit=Unit.SHARE,
    direction=Direction.UP,
)


@dataclass
class Group:
    """The cast with its project group."""

    cast: Cast
    elder: User
    culture: User

    def actor(self, at: datetime = NOW) -> Actor:
        """A member who is nothing else."""
        return self.cast.actor(self.elder, at)


def make_group(cast: Cast) -> Group:
    """Two members: one from each department."""
    by = cast.actor(cast.coordinator)
    first, second = cast.here.department, cast.elsewhere.department
    return Group(cast, make_member(cast, "Maja", first, by), make_member(cast, "Ulf", second, by))


def make_member(cast: Cast, name: str, department: Department | None, by: Actor) -> User:
    """Somebody with the role from a week ago."""
    user = create_user(
        municipality=cast.municipality,
        email=f"{name.lower()}{cast.municipality.pk}@test.invalid",
        name=name,
        by=by,
        at=NOW,
    )
    give_role(
        user=user,
        kind=RoleKind.PROJECT_GROUP,
        department=department,
        valid_from=NOW.date() - timedelta(days=7),
        by=by,
        at=NOW,
    )
    return user


def aim(**changes: Any) -> Aim:
    """80 % before the end of 2027, decided last week."""
    return replace(AIM, **changes)


def make_criterion(
    group: Group,
    chosen: str | Definition = "K01",
    *,
    place: Department | None = None,
    by: Actor | None = None,
    at: datetime = NOW,
    **changes: Any,
) -> Criterion:
    """A criterion in use, owned by the member of the first department."""
    actor = by or group.actor(at)
    criterion = draft_criterion(
        municipality=group.cast.municipality,
        chosen=chosen,
        place=place,
        wish=Wish(aim(**changes), group.elder),
        by=actor,
        at=at,
    )
    return activate_criterion(criterion=criterion, by=actor, at=at)


def steering_rows(cast: Cast, group: Group | None = None) -> dict[str, Any]:
    """A value for each part of the addresses of the project group's pages."""
    group = group or make_group(cast)
    by = group.actor()
    criterion = make_criterion(group, KNOWN)
    close_period(municipality=cast.municipality, period=SUMMER, by=by, at=NOW)
    meeting = plan_meeting(
        municipality=cast.municipality, held_on=NOW.date(), period=SUMMER, by=by, at=NOW
    )
    line = note_decision(
        meeting=meeting,
        criterion=criterion,
        kind=DecisionKind.DECISION,
        words="Vi spørger igen til foråret.",
        by=by,
        at=NOW,
    )
    follow_up = agree_follow_up(
        municipality=cast.municipality,
        what="Spørg borgerpanelet",
        owner=group.culture,
        due_on=NOW.date(),
        criterion=criterion,
        meeting=meeting,
        by=by,
        at=NOW,
    )
    return {
        "criterion": criterion.uuid,
        "period": SUMMER.code,
        "meeting": meeting.uuid,
        "line": line.pk,
        "follow_up": follow_up.uuid,
    }


def fill_steering(cast: Cast, first: int, count: int) -> None:
    """``count`` criteria more, and a quarter more that is closed; ``first`` keeps them apart."""
    group = make_group(cast)
    for number in range(first, first + count):
        make_criterion(group, replace(KNOWN, name=f"Kriterium {number}"))
    quarter = calendar_period(Rhythm.QUARTER, 2025 - first)
    close_period(municipality=cast.municipality, period=quarter, by=group.actor(), at=NOW)
