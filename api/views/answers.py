"""Questions and answers: looked at, and answered for somebody who told us by phone or in person."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.doors import Listing, Look, Shape
from api.shapes import inputs, people
from api.verbs import Verb
from institutions.rules.deeds import Deed
from volunteers.actions.answers import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    withdraw,
)
from volunteers.actions.attendance import record_attendance
from volunteers.actions.seats import lock_answer, lock_slot_with_people
from volunteers.models import Assignment, Offer
from volunteers.queries.scope import assignments_for, offers_for
from volunteers.rules.states import AnswerChannel


class Offers(Listing):
    """The questions about times within reach, the newest first. A no is shown without a name."""

    shape = people.OfferShape
    filterset_class = filters.OfferFilter
    orderings = ("-planned_at", "planned_at")

    def rows(self) -> QuerySet[Offer]:
        """Through scope."""
        return offers_for(self.actor).select_related("volunteer", "slot")


class Assignments(Listing):
    """Those who said yes to times within reach, the newest first."""

    shape = people.AssignmentShape
    filterset_class = filters.AssignmentFilter
    orderings = ("-created_at", "created_at")

    def rows(self) -> QuerySet[Assignment]:
        """Through scope."""
        return shown_assignments(assignments_for(self.actor))


def shown_assignments(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With all that the shape reads, in the same query."""
    return assignments.select_related("volunteer", "slot__task__institution", "offer")


class OneOffer(Look):
    """One question."""

    shape = people.OfferShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one about a time that is not within reach."""
        rows = offers_for(self.actor).select_related("volunteer", "slot")
        return self.shown(self.found(rows, uuid=uuid))


class OneAssignment(Look):
    """One seat, or place in line."""

    shape = people.AssignmentShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one at a time that is not within reach."""
        return self.shown(self.found(shown_assignments(assignments_for(self.actor)), uuid=uuid))


class OfferVerb(Verb):
    """An answer on somebody's behalf: the audit row names both, the offer keeps the channel."""

    gives: Shape = people.AnswerShape
    seen_as = people.OfferShape

    def locked(self, uuid: UUID) -> Offer:
        """The question, in the order of an answer: person, time, question, seat."""
        return lock_answer(self.offer(uuid)).offer

    def offer(self, uuid: UUID) -> Offer:
        """404 for a question about a time where the actor may not ask people."""
        return self.found(offers_for(self.actor), uuid=uuid)

    def answered(self, offer: Offer, outcome: str) -> dict[str, Any]:
        """The outcome, and the assignment it gave."""
        given = Assignment.objects.filter(volunteer_id=offer.volunteer_id, slot_id=offer.slot_id)
        return {"outcome": outcome, "assignment": given.values_list("uuid", flat=True).first()}


class AcceptOffer(OfferVerb):
    """A yes. ``full`` is an answer too: the last seat was taken a moment before."""

    takes = inputs.Yes

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, Any]:
        """The second yes changes nothing."""
        offer = self.offer(uuid)
        outcome = accept_offer(
            offer=offer,
            accepts_rules=values["accepts_rules"],
            channel=AnswerChannel(values["channel"]),
            by=self.actor,
            at=self.at,
        )
        return self.answered(offer, outcome)


class DeclineOffer(OfferVerb):
    """A no, which is quite all right."""

    takes = inputs.No
    gives = people.OfferShape

    def act(self, values: dict[str, Any], uuid: UUID) -> Offer:
        """The second no changes at most the reason."""
        offer = self.offer(uuid)
        decline_offer(
            offer=offer,
            reason=values["reason"],
            channel=AnswerChannel(values["channel"]),
            by=self.actor,
            at=self.at,
        )
        return Offer.objects.select_related("volunteer", "slot").get(pk=offer.pk)


class JoinWaitingList(OfferVerb):
    """A place in the line of a full time; a free seat is given instead."""

    takes = inputs.OnBehalf

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, Any]:
        """The second time changes nothing."""
        offer = self.offer(uuid)
        channel = AnswerChannel(values["channel"])
        outcome = join_waiting_list(offer=offer, channel=channel, by=self.actor, at=self.at)
        return self.answered(offer, outcome)


class AssignmentVerb(Verb):
    """A deed on a seat; the answer is the seat as it stands afterwards."""

    gives = people.AssignmentShape
    seen_as = people.AssignmentShape

    def locked(self, uuid: UUID) -> Assignment:
        """The seat, in the order of an answer; one that nobody was asked for, with its time."""
        seat = self.assignment(uuid, Deed.SEE_NEEDS)
        if seat.offer is None:
            lock_slot_with_people(seat.slot)
        else:
            lock_answer(seat.offer)
        return self.after(seat)

    def assignment(self, uuid: UUID, deed: Deed) -> Assignment:
        """404 for a seat at a time where the actor may not do this."""
        return self.found(shown_assignments(assignments_for(self.actor, deed)), uuid=uuid)

    def after(self, assignment: Assignment) -> Assignment:
        """The seat read again."""
        return shown_assignments(Assignment.objects.filter(pk=assignment.pk)).get()


class Withdraw(AssignmentVerb):
    """Gives the seat, or the place in line, back; the next in line hears of it."""

    takes = inputs.OnBehalf

    def act(self, values: dict[str, Any], uuid: UUID) -> Assignment:
        """The second time changes nothing."""
        assignment = self.assignment(uuid, Deed.ASK_PEOPLE)
        channel = AnswerChannel(values["channel"])
        withdraw(assignment=assignment, channel=channel, by=self.actor, at=self.at)
        return self.after(assignment)


class RecordAttendance(AssignmentVerb):
    """Whether the person came. May be corrected for 14 days."""

    takes = inputs.Attendance

    def act(self, values: dict[str, Any], uuid: UUID) -> Assignment:
        """The same mark again changes nothing."""
        assignment = self.assignment(uuid, Deed.RECORD_ATTENDANCE)
        record_attendance(assignment=assignment, **values, by=self.actor, at=self.at)
        return self.after(assignment)
