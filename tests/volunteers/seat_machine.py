"""People, a group and a leader at one moment, and the clock after them: the seats add up.

Each step of the machine is one to three deeds that begin together, each on a connection of its
own, against the real database. Examples share one town and begin each time from the same rows.
"""

from collections.abc import Callable
from datetime import timedelta
from time import sleep

from django.db import OperationalError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.messaging.quiet import first_moment
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers, offer_to, open_slot
from tests.volunteers.association_stage import asked, contact_actor
from tests.volunteers.races import at_once
from volunteers.actions.answers import accept_offer, decline_offer, join_waiting_list, withdraw
from volunteers.actions.changes import change_seats
from volunteers.actions.companions import bring_companion
from volunteers.actions.group_line import join_group_line
from volunteers.actions.groups import answer_group, decline_group
from volunteers.actions.line import call_lines, is_barred, lapse_calls
from volunteers.models import Assignment, GroupOffer, Offer, Volunteer
from volunteers.rules.states import AssignmentState, GroupState

PEOPLE, SEATS = 4, 2
person = st.integers(0, PEOPLE - 1)
deeds = st.one_of(
    st.tuples(st.sampled_from(["yes", "line_up", "no", "give_back", "bring"]), person),
    st.tuples(
        st.sampled_from(["resize", "group", "group_line", "group_back"]), st.integers(1, PEOPLE)
    ),
)
Deed = Callable[[], object]


class Stage:
    """One municipality with a time of two seats, four people and a group; made once."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.people: list[Volunteer] = make_volunteers(self.cast, PEOPLE)
        self.slot: Slot = open_slot(self.cast, seats=SEATS)
        self.group: GroupOffer = asked(self.cast, self.slot, 1)
        self.leader = self.cast.actor(self.cast.leader)

    def begin_again(self) -> None:
        """As if nobody had answered; two have said yes and one stands in line."""
        Assignment.objects.filter(slot=self.slot).delete()
        Offer.objects.filter(slot=self.slot).delete()
        GroupOffer.objects.filter(pk=self.group.pk).update(
            state=self.group.state,
            **dict.fromkeys(["seats", "seats_wanted"], 0),
            **dict.fromkeys(["answered_at", "waiting_at", "called_at", "answer_by"]),
        )
        Slot.objects.filter(pk=self.slot.pk).update(
            seats=SEATS, seats_taken=0, seats_called=0, filled_at=None
        )
        for one in self.people[:SEATS]:
            self.yes(one, NOW)()
        self.line_up(self.people[SEATS], NOW)()

    def yes(self, one: Volunteer, at: object) -> Deed:
        """A yes: from a question, from the line, or again after a no."""
        offer = offer_to(self.slot, one)
        by = link_actor(one)
        return lambda: accept_offer(offer=offer, accepts_rules=True, by=by, at=at)

    def line_up(self, one: Volunteer, at: object) -> Deed:
        """A place in line."""
        offer = offer_to(self.slot, one)
        return lambda: join_waiting_list(offer=offer, by=link_actor(one), at=at)


class Seats(RuleBasedStateMachine):
    """Every step is what people, a contact, a leader or the clock really do."""

    stage: Stage

    @initialize()
    def begin(self) -> None:
        """Each example begins from the same rows."""
        self.at = NOW
        self.stage.begin_again()

    @rule(some=st.lists(deeds, min_size=2, max_size=3))
    def at_one_moment(self, some: list[tuple[str, int]]) -> None:
        """Several deeds begin together, and the clock looks after them."""
        for raised in at_once(*(self._deed(*one) for one in some)):
            assert not isinstance(raised, OperationalError)
        call_lines(self.at)

    @rule(hours=st.integers(1, 14))
    def wait(self, hours: int) -> None:
        """Time passes, and two schedulers do what is due."""
        self.at += timedelta(hours=hours)
        at_once(lambda: lapse_calls(self.at), lambda: lapse_calls(self.at))
        call_lines(self.at)

    @invariant()
    def every_seat_is_counted_once(self) -> None:
        """What the slot says is what people, those they bring and groups hold."""
        slot = Slot.objects.get(pk=self.stage.slot.pk)
        held = Assignment.objects.filter(slot=slot, state=AssignmentState.CONFIRMED)
        groups = GroupOffer.objects.filter(slot=slot, state=GroupState.ACCEPTED)
        taken = sum(one.seats for one in held) + sum(one.seats for one in groups)
        kept = Assignment.objects.filter(slot=slot, answer_by__isnull=False).count()
        kept += sum(one.seats_wanted for one in self._groups_in_line() if one.answer_by)
        assert (slot.seats_taken, slot.seats_called) == (taken, kept)
        assert slot.seats_taken + slot.seats_called <= slot.seats

    @invariant()
    def no_seat_is_free_while_somebody_waits(self) -> None:
        """By day, whoever could come is called as soon as there is a seat."""
        slot = Slot.objects.get(pk=self.stage.slot.pk)
        asleep = first_moment(self.stage.cast.municipality, self.at) != self.at
        if slot.seats_left < 1 or asleep or slot.starts_at <= self.at:
            return
        waiting = Assignment.objects.filter(
            slot=slot, state=AssignmentState.WAITING, answer_by__isnull=True
        ).select_related("volunteer__municipality", "slot__task")
        groups = [one for one in self._groups_in_line() if not one.answer_by]
        fitting = [one for one in groups if one.seats_wanted <= slot.seats_left]
        assert [one.pk for one in (*waiting, *fitting) if not is_barred(one)] == []

    def _groups_in_line(self) -> list[GroupOffer]:
        rows = GroupOffer.objects.filter(slot=self.stage.slot, state=GroupState.WAITING)
        return list(rows.select_related("slot__task"))

    def _deed(self, kind: str, number: int) -> Deed:
        """What one of them is about to do; nothing for who holds nothing to give or to share."""
        if kind == "resize" or kind.startswith("group"):
            return self._seats_wanted(kind, number)
        one, stage = self.stage.people[number], self.stage
        held = self._held(one)
        offer, by = offer_to(stage.slot, one), link_actor(one)
        if held is not None and kind == "give_back":
            return self.give_back(held, one)
        if held is not None and kind == "bring":
            return lambda: bring_companion(assignment=held, by=by, at=self.at)
        answers: dict[str, Deed] = {
            "yes": stage.yes(one, self.at),
            "line_up": stage.line_up(one, self.at),
            "no": lambda: decline_offer(offer=offer, by=by, at=self.at),
        }
        return answers.get(kind, lambda: None)

    def _seats_wanted(self, kind: str, number: int) -> Deed:
        """The leader wants so many people, or the group comes with or waits for so many."""
        at, stage, contact = self.at, self.stage, contact_actor(self.stage.cast)
        if kind == "resize":
            return lambda: change_seats(slot=stage.slot, seats=number, by=stage.leader, at=at)
        if kind == "group_back":
            return lambda: decline_group(group=stage.group, by=contact, at=at)
        deed = answer_group if kind == "group" else join_group_line
        return lambda: deed(group=stage.group, seats=number, accepts_rules=True, by=contact, at=at)

    def give_back(self, held: Assignment, one: Volunteer) -> Deed:
        """The seat, or the place in line, is given back."""
        return lambda: withdraw(assignment=held, by=link_actor(one), at=self.at)

    def _held(self, one: Volunteer) -> Assignment | None:
        seats = Assignment.objects.filter(slot=self.stage.slot, volunteer=one)
        return seats.select_related("offer").first()


class NaiveSeats(Seats):
    """The naive variant: a withdrawal promotes the next without a lock and without looking again.

    One at a time it adds up, which is why it looks right.
    """

    def give_back(self, held: Assignment, one: Volunteer) -> Deed:
        """Looks who is first and how many seats are taken, and then writes both."""
        if held.state != AssignmentState.CONFIRMED or held.seats > 1:
            return super().give_back(held, one)

        def deed() -> None:
            line = Assignment.objects.filter(slot=held.slot_id, state=AssignmentState.WAITING)
            first = line.filter(answer_by__isnull=True).order_by("waiting_at").first()
            taken = Slot.objects.get(pk=held.slot_id).seats_taken
            # What any server does between a look and a write.
            sleep(0.2)
            Assignment.objects.filter(pk=held.pk).update(state=AssignmentState.WITHDRAWN)
            if first is None:
                Slot.objects.filter(pk=held.slot_id).update(seats_taken=taken - 1)
            else:
                line.filter(pk=first.pk).update(state=AssignmentState.CONFIRMED)

        return deed
