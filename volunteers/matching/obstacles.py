"""Why a person cannot be asked about a need: hard rules, never traded, each with Danish words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from backend.common.danish_dates import local
from volunteers.matching.facts import Need, Person, cells, distance_km

ADULT = 18


class Obstacle(StrEnum):
    """A stable vocabulary; the order is the order of showing."""

    OPTED_OUT = "opted_out"
    PAUSED = "paused"
    BEGUN = "begun"
    ALREADY_ASKED = "already_asked"
    TIME_CLASH = "time_clash"
    AVAILABILITY = "availability"
    AREA = "area"
    AGE = "age"
    SKILL = "skill"
    LANGUAGE = "language"
    FATIGUE = "fatigue"
    UNANSWERED = "unanswered"


class Note(StrEnum):
    """What does not hinder a question but must be settled before the yes is confirmed."""

    CERTIFICATE = "certificate"


OBSTACLE_WORDS: Mapping[Obstacle, str] = {
    Obstacle.OPTED_OUT: "har sagt nej tak til sms",
    Obstacle.PAUSED: "holder pause",
    Obstacle.BEGUN: "tidspunktet er begyndt",
    Obstacle.ALREADY_ASKED: "er allerede spurgt om dette tidspunkt",
    Obstacle.TIME_CLASH: "har lovet noget andet eller er spurgt om noget andet på det tidspunkt",
    Obstacle.AVAILABILITY: "kan ikke på den tid af ugen",
    Obstacle.AREA: "bor uden for det område, den frivillige har valgt",
    Obstacle.AGE: "har ikke alderen, eller den er ikke oplyst",
    Obstacle.SKILL: "mangler en færdighed, som opgaven kræver",
    Obstacle.LANGUAGE: "taler ikke det sprog, som opgaven kræver",
    Obstacle.FATIGUE: "er spurgt så tit, som den frivillige ønsker, de seneste 7 dage",
    Obstacle.UNANSWERED: "har en forespørgsel, der ikke er besvaret endnu",
}
# These pass by themselves; all others stand until the person or the need changes.
LIMITS = frozenset({Obstacle.FATIGUE, Obstacle.UNANSWERED})
# What the one who posts a need can change about it, each as a question.
RELAX_WORDS: Mapping[Obstacle, str] = {
    Obstacle.SKILL: "Kan opgaven løses uden den krævede færdighed?",
    Obstacle.LANGUAGE: "Kan opgaven løses på et andet sprog?",
    Obstacle.AGE: "Kan alderskravet sættes ned?",
    Obstacle.AVAILABILITY: "Kan opgaven ligge på en anden tid af ugen?",
    Obstacle.TIME_CLASH: "Kan opgaven ligge på et andet tidspunkt?",
    Obstacle.AREA: "Kan opgaven løses et andet sted eller hjemmefra?",
}
NOTE_WORDS: Mapping[Note, str] = {
    Note.CERTIFICATE: "noget skal på plads, før et ja kan bekræftes; koordinatoren ser hvad",
}


def obstacles(person: Person, need: Need, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that hinders asking this person now, in the order of ``Obstacle``.

    Empty means the person may be asked. A missing certificate is not here: the question may be
    sent, only the confirmation waits (see ``notes``).
    """
    return tuple(obstacle for obstacle, stands in _STANDS.items() if stands(person, need, at))


def notes(person: Person, need: Need) -> tuple[Note, ...]:
    """What must be settled before a yes may be confirmed."""
    valid_until = person.certificate_ok_until
    missing = valid_until is None or valid_until < need.last_day
    return (Note.CERTIFICATE,) if need.child_contact and missing else ()


def _paused(person: Person, _need: Need, at: datetime) -> bool:
    return person.paused_until is not None and local(at).date() < person.paused_until


def _time_clash(person: Person, need: Need, _at: datetime) -> bool:
    return any(need.span.overlaps(booking) for booking in person.bookings)


def _availability(person: Person, need: Need, _at: datetime) -> bool:
    needed = cells(need.span)
    return person.availability & needed != needed


def _area(person: Person, need: Need, _at: datetime) -> bool:
    """Postcodes the person named count as near. Nothing known about either place hinders nobody."""
    named = person.postcodes | {person.postcode} if person.postcode else person.postcodes
    if need.online or need.postcode in named:
        return False
    if person.point is not None and need.point is not None:
        return distance_km(person.point, need.point) > person.radius_km
    return bool(named and need.postcode)


def _age(person: Person, need: Need, _at: datetime) -> bool:
    """Somebody who has not told counts as just grown up: most are, and a task for older asks."""
    return (ADULT if person.age is None else person.age) < need.min_age


def _skill(person: Person, need: Need, _at: datetime) -> bool:
    return not all(_holds(person, skill, need) for skill in need.skills)


def _holds(person: Person, skill: str, need: Need) -> bool:
    if skill not in person.skills:
        return False
    valid_until = person.skills[skill]
    return valid_until is None or valid_until >= need.last_day


_STANDS: Mapping[Obstacle, Callable[[Person, Need, datetime], bool]] = {
    Obstacle.OPTED_OUT: lambda person, _need, _at: person.opted_out,
    Obstacle.PAUSED: _paused,
    Obstacle.BEGUN: lambda _person, need, at: need.starts_at <= at,
    Obstacle.ALREADY_ASKED: lambda person, need, _at: need.slot_id in person.asked_slot_ids,
    Obstacle.TIME_CLASH: _time_clash,
    Obstacle.AVAILABILITY: _availability,
    Obstacle.AREA: _area,
    Obstacle.AGE: _age,
    Obstacle.SKILL: _skill,
    Obstacle.LANGUAGE: lambda person, need, _at: not need.languages <= person.languages,
    Obstacle.FATIGUE: lambda person, _need, _at: person.asks_7d >= person.cap_per_week,
    Obstacle.UNANSWERED: lambda person, _need, _at: (
        person.live_questions >= person.most_live_questions
    ),
}
