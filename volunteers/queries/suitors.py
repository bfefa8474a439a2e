"""Everybody and one time: who fits and why, in order, and what stops each of the others."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Value

from backend.common.actors import Actor
from backend.common.danish_dates import local
from institutions.models import Slot
from institutions.rules.deeds import Deed, grants_for
from volunteers.matching.facts import Person
from volunteers.matching.obstacles import LIMITS, NOTE_WORDS, OBSTACLE_WORDS, Note, Obstacle
from volunteers.matching.ranking import Candidate, Ranking, blocked_by, rank
from volunteers.models import Volunteer
from volunteers.queries.candidates import need_of, people_of
from volunteers.queries.certificates import kind_demanded, standings
from volunteers.queries.policies import own_policy
from volunteers.queries.scope import assignments_for
from volunteers.rules.states import state_word

LAST_THIS_WEEK = "kan ikke spørges om mere de næste dage, hvis du spørger nu"


@dataclass(frozen=True, slots=True)
class Suitor:
    """One person, by the name one may see. ``words`` say why, or why not; ``warnings`` what to
    think of before asking. ``may_pick``: nothing stands in the way of asking by hand."""

    uuid: UUID
    name: str
    words: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    chance: float | None = None
    may_pick: bool = False


@dataclass(frozen=True, slots=True)
class Suitors:
    """The page: those who fit, those who have been asked, and the others, each a page of rows."""

    fitting: tuple[Suitor, ...]
    fits: int
    asked: tuple[Suitor, ...]
    blocked: tuple[Suitor, ...]
    stopped: int
    counts: tuple[tuple[Obstacle, str, int], ...]


def rank_people(slot: Slot, at: datetime) -> tuple[list[Person], Ranking]:
    """Everybody as facts, and ranked for the slot as it stands at ``at``; at most six queries."""
    municipality = slot.task.institution.municipality
    mean = own_policy(municipality).mean_yes
    people = people_of(municipality.pk, municipality.asks_per_week, at, mean_yes=mean)
    return people, rank(people, need_of(slot), at)


def suitors_of(
    slot: Slot, by: Actor, at: datetime, *, why: str = "", first: int = 0, most: int = 50
) -> Suitors:
    """The people of the slot's municipality. ``why`` shows only those whom that obstacle stops.

    The likeliest ``most`` who fit, and ``most`` of the others from number ``first`` on. A name is
    seen by the coordinator, and by others where the person has said yes at a place of theirs.
    Six queries; one more where somebody who fits has yet to show a certificate.
    """
    people, ranking = rank_people(slot, at)
    facts = {person.id: person for person in people}
    unasked = replace(ranking, blocked=_unasked(ranking))
    limited = [pair for pair in unasked.blocked if set(pair[1]) <= LIMITS]
    others = [
        pair for pair in unasked.blocked if (why in pair[1] if why else not set(pair[1]) <= LIMITS)
    ]
    shown, rest = _settled(ranking.fitting[:most], slot), others[first : first + most]
    ids = {one.person_id for one in shown} | {who for who, _ in (*limited, *rest)}
    names, asked = _named(slot, ids, by)
    return Suitors(
        fitting=(
            *(_fitting(one, facts[one.person_id], names) for one in shown),
            *(_limited(who, hinders, names) for who, hinders in limited[: most - len(shown)]),
        ),
        fits=len(ranking.fitting) + len(limited),
        asked=asked,
        blocked=tuple(Suitor(*names[who], _words(hinders)) for who, hinders in rest),
        stopped=len(others),
        counts=tuple((hinder, OBSTACLE_WORDS[hinder], n) for hinder, n in blocked_by(unasked)),
    )


def _unasked(ranking: Ranking) -> tuple[tuple[int, tuple[Obstacle, ...]], ...]:
    """Those stopped by something else than having been asked: they have a list of their own."""
    return tuple(pair for pair in ranking.blocked if Obstacle.ALREADY_ASKED not in pair[1])


def _settled(shown: Sequence[Candidate], slot: Slot) -> list[Candidate]:
    """Without the note on a certificate for those whose yes would not wait for one.

    The ranking knows the stored last day alone; here the municipality's grace and an association
    that has seen the certificate itself count as they do when the yes is confirmed (L11, L14).
    """
    noted = [one.person_id for one in shown if Note.CERTIFICATE in one.notes]
    if not noted:
        return list(shown)
    stands = standings(noted, local(slot.ends_at).date(), kind_demanded(slot))
    return [
        replace(one, notes=tuple(note for note in one.notes if note is not Note.CERTIFICATE))
        if one.person_id in stands and stands[one.person_id].in_order
        else one
        for one in shown
    ]


def people_by_uuid(slot: Slot, uuids: Collection[UUID]) -> list[Volunteer]:
    """The people of the slot's municipality with these ids; others are not found."""
    return list(
        Volunteer.objects.filter(municipality_id=slot.municipality_id, uuid__in=uuids).order_by(
            "pk"
        )
    )


def _fitting(one: Candidate, person: Person, names: dict[int, tuple[UUID, str]]) -> Suitor:
    last = person.asks_7d + 1 >= person.cap_per_week
    notes = tuple(NOTE_WORDS[note] for note in one.notes)
    warnings = ((LAST_THIS_WEEK,) if last else ()) + notes
    uuid, name = names[one.person_id]
    return Suitor(uuid, name, one.reasons, warnings, one.probability, may_pick=True)


def _limited(who: int, hinders: Iterable[Obstacle], names: dict[int, tuple[UUID, str]]) -> Suitor:
    """Fits, but has had enough questions, or one that is not answered; the latter may be picked."""
    may_pick = Obstacle.FATIGUE not in hinders
    return Suitor(*names[who], (), _words(hinders), may_pick=may_pick)


def _words(hinders: Iterable[Obstacle]) -> tuple[str, ...]:
    return tuple(OBSTACLE_WORDS[hinder] for hinder in hinders)


def _named(
    slot: Slot, ids: Collection[int], by: Actor
) -> tuple[dict[int, tuple[UUID, str]], tuple[Suitor, ...]]:
    """Each person's id and what one may call them: first name and initial, or the place.

    Beside them those who have been asked about the slot, in the order of asking. One query.
    """
    people = (
        Volunteer.objects.annotate(
            question=FilteredRelation("offers", condition=Q(offers__slot=slot)),
            state=F("question__state"),
            reasons=F("question__reasons"),
            planned_at=F("question__planned_at"),
            is_known=_is_known(by),
        )
        .filter(Q(pk__in=ids) | Q(planned_at__isnull=False))
        .order_by("planned_at", "question__id", "pk")
    )
    names, asked = {}, []
    for person in people:
        known = person.short_name if person.is_known else f"En frivillig i {person.postcode}"
        names[person.pk] = (person.uuid, known)
        if person.planned_at is not None:
            words = (state_word(person.state), *person.reasons)
            asked.append(Suitor(person.uuid, known, words))
    return names, tuple(asked)


def _is_known(by: Actor) -> Exists | Value:
    """The coordinator knows everybody, others those who have said yes at a place of theirs."""
    if grants_for(by, Deed.SEE_PEOPLE):
        return Value(value=True)
    return Exists(assignments_for(by).filter(volunteer_id=OuterRef("pk")))
