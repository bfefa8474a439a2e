"""Whom an event can invite, which way each is asked, and what that costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.messaging.models import OptOut
from institutions.models import Postcode, Role
from institutions.rules.roles import IN_INSTITUTION
from volunteers.models import Association, ContactChannel, Event, Participant, Volunteer
from volunteers.queries.events import planning_departments
from volunteers.rules.events import Group, Origin


class Audience(StrEnum):
    """A group that is invited together."""

    AMBASSADORS = "ambassadors"
    LEADERS = "leaders"
    UNIONS = "unions"
    VOLUNTEERS = "volunteers"
    ASSOCIATIONS = "associations"
    EARLIER = "earlier"


AUDIENCE_WORDS: Mapping[Audience, str] = {
    Audience.AMBASSADORS: "Ambassadører",
    Audience.LEADERS: "Ledere og stedfortrædere",
    Audience.UNIONS: "Faglige organisationer",
    Audience.VOLUNTEERS: "Frivillige i området",
    Audience.ASSOCIATIONS: "Foreningernes kontaktpersoner",
    Audience.EARLIER: "Dem, der er inviteret til andre dele af forløbet",
}


class Way(StrEnum):
    """How a question reaches somebody."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to invite. No departments or no postcodes: all within the inviter's reach."""

    audiences: frozenset[Audience]
    departments: frozenset[int] = frozenset()
    postcodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the groups are found by."""

    event: Event
    choice: Choice
    departments: frozenset[int]
    on: date


def way_of(participant: Participant) -> Way:
    """By mail to colleagues, to those who chose it, and to associations with an address."""
    person = participant.volunteer
    if person is not None:
        if person.channel == ContactChannel.PHONE:
            return Way.CALL
        mail = person.channel == ContactChannel.EMAIL and bool(person.email)
        return Way.EMAIL if mail else Way.SMS
    if participant.user is not None:
        return Way.EMAIL
    if participant.association is not None and participant.association.contact_email:
        return Way.EMAIL
    return Way.SMS


def invitees(event: Event, choice: Choice, by: Actor, on: date) -> list[Participant]:
    """New rows, not stored, for those of the groups who are not on the list; eight queries at most.

    Nobody twice; people who have stopped or pause are left alone. An ambassador reaches leaders
    and ambassadors of the own department.
    """
    reached = frozenset(planning_departments(by).values_list("pk", flat=True))
    wanted = choice.departments & reached if choice.departments else reached
    asked = _Asked(event, choice, wanted, on)
    known = {_key(one) for one in event.participants.all()}
    found: dict[tuple[int | None, ...], Participant] = {}
    for audience in Audience:
        if audience in choice.audiences:
            for participant in _FIND[audience](asked):
                found.setdefault(_key(participant), participant)
    return [one for key, one in found.items() if key not in known]


def department_of(user: User, at: datetime) -> int | None:
    """The department of the user's oldest role of today; None for one of the whole municipality."""
    on = local(at).date()
    role = (
        Role.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), user=user, valid_from__lte=on
        )
        .select_related("institution")
        .order_by("id")
        .first()
    )
    return _department(role) if role is not None else None


def areas_of(municipality_id: int) -> QuerySet[Postcode]:
    """The postcodes to choose among."""
    return Postcode.objects.filter(municipality_id=municipality_id)


def _key(one: Participant) -> tuple[int | None, ...]:
    return (one.user_id, one.volunteer_id, one.association_id)


def _new(event: Event, group: Group, **person: object) -> Participant:
    return Participant(
        municipality_id=event.municipality_id,
        event=event,
        group=group,
        origin=Origin.INVITED,
        **person,
    )


def _holders(asked: _Asked, which: Q, group: Group = Group.STAFF) -> list[Participant]:
    """Colleagues with such a role on the day, with the department they have it in."""
    roles = Role.objects.filter(
        which,
        Q(valid_until__isnull=True) | Q(valid_until__gte=asked.on),
        municipality_id=asked.event.municipality_id,
        valid_from__lte=asked.on,
        user__is_active=True,
    ).select_related("user", "institution")
    return [
        _new(
            asked.event,
            group,
            user=role.user,
            department_id=_department(role),
        )
        for role in roles.order_by("user__sort_key", "user_id", "id")
    ]


def _department(role: Role) -> int | None:
    return role.institution.department_id if role.institution else role.department_id


def _ambassadors(asked: _Asked) -> list[Participant]:
    return _holders(asked, Q(kind=RoleKind.AMBASSADOR, department__in=asked.departments))


def _leaders(asked: _Asked) -> list[Participant]:
    there = Q(institution__department__in=asked.departments, institution__closed_at__isnull=True)
    return _holders(asked, there & Q(kind__in=sorted(IN_INSTITUTION)))


def _unions(asked: _Asked) -> list[Participant]:
    return _holders(asked, Q(kind=RoleKind.UNION), Group.UNION)


def _volunteers(asked: _Asked) -> list[Participant]:
    place = asked.event.municipality_id
    stopped = OptOut.objects.filter(municipality_id=place).values("phone")
    people = Volunteer.objects.filter(
        Q(paused_until__isnull=True) | Q(paused_until__lt=asked.on),
        municipality_id=place,
        anonymised_at__isnull=True,
        opted_out_at__isnull=True,
    ).exclude(phone__in=stopped)
    if asked.choice.postcodes:
        people = people.filter(postcode__in=asked.choice.postcodes)
    return [_new(asked.event, Group.VOLUNTEER, volunteer=person) for person in people]


def _associations(asked: _Asked) -> list[Participant]:
    rows = Association.objects.filter(municipality_id=asked.event.municipality_id)
    return [_new(asked.event, Group.ASSOCIATION, association=row) for row in rows]


def _earlier(asked: _Asked) -> list[Participant]:
    """Those of the series' other parts; guests, whose names are forgotten, are not among them."""
    if asked.event.series_id is None:
        return []
    rows = Participant.objects.filter(
        Q(user__is_active=True)
        | Q(volunteer__anonymised_at__isnull=True, volunteer__opted_out_at__isnull=True)
        & Q(volunteer__isnull=False)
        | Q(association__isnull=False),
        event__series_id=asked.event.series_id,
    ).exclude(event=asked.event)
    return [
        _new(
            asked.event,
            Group(row.group),
            user=row.user,
            volunteer=row.volunteer,
            association=row.association,
            department_id=row.department_id,
        )
        for row in rows.select_related("user", "volunteer", "association")
    ]


_FIND: Mapping[Audience, Callable[[_Asked], list[Participant]]] = {
    Audience.AMBASSADORS: _ambassadors,
    Audience.LEADERS: _leaders,
    Audience.UNIONS: _unions,
    Audience.VOLUNTEERS: _volunteers,
    Audience.ASSOCIATIONS: _associations,
    Audience.EARLIER: _earlier,
}
