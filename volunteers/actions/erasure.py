"""Erasing a person: what they were signed up for is given back, then no name is left anywhere."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.accounts.models import KeptAnswer
from backend.audit.log import forget_person, record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import NotAllowed
from backend.messaging.forgetting import GONE, forget_addresses
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.codes import prove
from volunteers.actions.disagreements import forget_disagreements_with
from volunteers.actions.event_answers import leave_events
from volunteers.actions.leaders import tell_late_withdrawal
from volunteers.actions.line import call_next_in_line, leave_line
from volunteers.actions.my_page import lock_volunteer
from volunteers.actions.seats import (
    end_seat,
    free_seat,
    lock_answer,
    note_answer,
)
from volunteers.actions.sharing.consents import forget_stories_with
from volunteers.actions.sharing.suggestions import forget_suggestions_of
from volunteers.models import (
    Assignment,
    Certificate,
    ContactCode,
    DialogueLine,
    GroupName,
    Link,
    Membership,
    Offer,
    Volunteer,
    VolunteerSkill,
)
from volunteers.rules.states import LIVE_OFFERS, AnswerChannel, AssignmentState, OfferState

NAME = "Slettet"
ALL_WEEK = (1 << 28) - 1


def erase_myself(*, volunteer: Volunteer, code: str, by: Actor, at: datetime) -> None:
    """The person's own wish, confirmed by a code to their number; see ``erase_volunteer``."""
    prove(
        municipality=volunteer.municipality,
        purpose=ContactCode.Purpose.ERASE,
        phone=volunteer.phone,
        code=code,
        at=at,
    )
    erase_volunteer(volunteer=volunteer, by=by, at=at)


@transaction.atomic
def erase_volunteer(*, volunteer: Volunteer, by: Actor, at: datetime) -> None:
    """Anonymises the person at once and for good (L05).

    Seats to come and places in line are given back first, also after the cut-off: leaders hear
    of those that are near, and the next in line is called. Then name, telephone, e-mail, area,
    year of birth, wishes and skills go, with every message, text, link, code and kept answer that
    held them. Offers and assignments stay as numbers. Refuses signed-in people who do not keep
    people, and anybody else's link. The second time changes nothing.
    """
    _require_may_erase(volunteer, by)
    person = lock_volunteer(volunteer.pk)
    if person.anonymised_at is not None:
        return
    given_back = _give_back(person, by, at)
    leave_events(volunteer=person, at=at)
    _forget_around(person, at)
    empty_person(person, at)
    own = by.volunteer_id == person.pk
    nameless = Actor(by.kind, by.municipality_id, NAME, volunteer_id=person.pk) if own else by
    record("erase_volunteer", person, by=nameless, at=at, given_back=given_back)


def _require_may_erase(volunteer: Volunteer, by: Actor) -> None:
    if by.kind in {ActorKind.USER, ActorKind.SYSTEM}:
        require_may(by, Deed.KEEP_PEOPLE)
    if by.municipality_id != volunteer.municipality_id or (
        by.kind == ActorKind.LINK and by.volunteer_id != volunteer.pk
    ):
        raise NotAllowed("not_yours", "Linket gælder en anden.")


def _give_back(person: Volunteer, by: Actor, at: datetime) -> int:
    """Slots in the order of their ids, so that two erasures never wait for each other."""
    held = list(
        Assignment.objects.filter(
            volunteer=person,
            offer__isnull=False,
            slot__starts_at__gt=at,
            state__in=[AssignmentState.CONFIRMED, AssignmentState.WAITING],
        )
        .select_related("offer")
        .order_by("slot_id")
    )
    for assignment in held:
        assert assignment.offer is not None
        _give_back_one(assignment.offer, by, at)
    live = Offer.objects.filter(volunteer=person, state__in=sorted(LIVE_OFFERS))
    live.update(state=OfferState.RECALLED)
    return len(held)


def _give_back_one(offer: Offer, by: Actor, at: datetime) -> None:
    rows = lock_answer(offer)
    held = rows.assignment
    if held is None or held.state not in (AssignmentState.CONFIRMED, AssignmentState.WAITING):
        return
    record("withdraw", held, by=by, at=at, erased=True)
    if held.state == AssignmentState.WAITING:
        leave_line(held, rows.slot, at)
        return
    seats = held.seats
    end_seat(held, at)
    free_seat(rows.slot, seats)
    note_answer(rows.offer, OfferState.DECLINED, AnswerChannel.LINK, at)
    tell_late_withdrawal(held, at)
    call_next_in_line(rows.slot, at)


def _forget_around(person: Volunteer, at: datetime) -> None:
    """Messages, links, codes, the API's kept answers, and the names in the log."""
    place = person.municipality_id
    forget_addresses(place, person.pk, (person.phone, person.email), at)
    Link.objects.filter(volunteer=person, revoked_at__isnull=True).update(revoked_at=at)
    # Whoever was brought along goes with the person who brought them.
    Assignment.objects.filter(volunteer=person).update(companion_name="")
    ContactCode.objects.filter(municipality_id=place, phone=person.phone).delete()
    kept_answers_about(person).delete()
    offers = Offer.objects.filter(volunteer=person)
    offers.update(reasons=[], decline_reason="")
    DialogueLine.objects.filter(offer__in=offers).update(body="")
    forget_disagreements_with(person, at)
    forget_stories_with(person, at)
    forget_suggestions_of(person)
    person.nominations.update(reason="")
    subjects = {
        "volunteer": [person.pk],
        "offer": list(offers.values_list("pk", flat=True)),
        "assignment": list(person.assignments.values_list("pk", flat=True)),
        "participant": list(person.participations.values_list("pk", flat=True)),
    }
    forget_person(person.pk, NAME, subjects)


def kept_answers_about(person: Volunteer) -> QuerySet[KeptAnswer]:
    """The API's answers that hold the person."""
    held_in = Q(body__icontains=str(person.uuid)) | Q(body__icontains=person.phone)
    return KeptAnswer.objects.filter(held_in, user__municipality_id=person.municipality_id)


def empty_person(person: Volunteer, at: datetime) -> None:
    """Takes out everything personal that stands in the row itself, and what hangs on it alone."""
    person.first_name, person.last_name = NAME, ""
    person.phone, person.email, person.postcode = GONE, "", ""
    person.birth_year = person.paused_until = person.asks_per_week = None
    person.certificate_ok_until = person.opted_out_at = person.external_uuid = None
    person.languages, person.availability = [], ALL_WEEK
    person.anonymised_at = at
    person.save()
    person.kinds.clear()
    VolunteerSkill.objects.filter(volunteer=person).delete()
    Certificate.objects.filter(volunteer=person).delete()
    # Where a group has been, the nameless row still counts.
    GroupName.objects.filter(volunteer=person, group__slot__starts_at__gt=at).delete()
    Membership.objects.filter(volunteer=person).update(vouched_on=None, vouched_by="")
