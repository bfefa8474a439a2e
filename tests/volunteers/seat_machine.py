"""A machine of people, a group, a leader and the clock at one time: the seats always add up."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.common.refusals import Refusal
from backend.messaging.quiet import first_moment
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers, offer_to, open_slot
from tests.volunteers.association_stage import asked, contact_actor
from volunteers.actions.answers import accept_offer, decline_offer, join_waiting_list, withdraw
from volunteers.actions.changes import change_seats, move_slot
from volunteers.actions.companions import bring_companion, leave_companion
from volunteers.actions.freed_seats import give_freed_seats
from volunteers.actions.groups import answer_group, decline_group
from volunteers.actions.line import call_lines, is_barred, lapse_calls
from volunteers.models import Assignment, GroupOffer, Volunteer
from volunteers.rules.states import AssignmentState, GroupState

PEOPLE = 6
person = st.integers(0, PEOPLE - 1)


class Stage:
    """One municipality with a time of three seats, six people and a group; made once."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.people: list[Volunteer] = make_volunteers(self.cast, PEOPLE)
        # The last one takes a freed seat without being asked.
        self.people[-1].takes_freed_seats = True
        self.people[-1].save()
        self.slot: Slot = open_slot(self.cast, seats=3)
        self.group: GroupOffer = asked(self.cast, self.slot, 1)
        for one in self.people:
            offer_to(self.slot, one)


class Seats(RuleBasedStateMachine):
    """Every step is an action a person, a contact, a leader or the clock really has."""

    stage: Stage

    @initialize()
    def begin(self) -> None:
        """Each example begins from the stage and leaves nothing behind."""
        self.at = NOW
        self.around = transaction.atomic()
        self.around.__enter__()

    def teardown(self) -> None:
        """Undoes the example."""
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    @rule(who=person)
    def yes(self, who: int) -> None:
        """A yes: from a question, from the line, or again after a no."""
        one = self.stage.people[who]
        self._try(
            lambda: accept_offer(
                offer=offer_to(self.stage.slot, one),
                accepts_rules=True,
                by=link_actor(one),
                at=self.at,
            )
        )

    @rule(who=person)
    def line_up(self, who: int) -> None:
        """A place in line."""
        one = self.stage.people[who]
        offer = offer_to(self.stage.slot, one)
        self._try(lambda: join_waiting_list(offer=offer, by=link_actor(one), at=self.at))

    @rule(who=person)
    def no(self, who: int) -> None:
        """A no."""
        one = self.stage.people[who]
        offer = offer_to(self.stage.slot, one)
        self._try(lambda: decline_offer(offer=offer, by=link_actor(one), at=self.at))

    @rule(who=person)
    def give_back(self, who: int) -> None:
        """The seat, or the place in line, is given back."""
        held = self._held(who)
        if held is not None:
            by = link_actor(self.stage.people[who])
            self._try(lambda: withdraw(assignment=held, by=by, at=self.at))

    @rule(who=person, both=st.booleans())
    def companion(self, who: int, *, both: bool) -> None:
        """Brings somebody along, or does not after all."""
        held, by = self._held(who), link_actor(self.stage.people[who])
        deed = bring_companion if both else leave_companion
        if held is not None:
            self._try(lambda: deed(assignment=held, by=by, at=self.at))

    @rule(seats=st.integers(0, 3))
    def group(self, seats: int) -> None:
        """The group answers with a number, or hands its seats back."""
        group, by = self.stage.group, contact_actor(self.stage.cast)
        if seats:
            self._try(
                lambda: answer_group(
                    group=group, seats=seats, accepts_rules=True, by=by, at=self.at
                )
            )
        else:
            self._try(lambda: decline_group(group=group, by=by, at=self.at))

    @rule(seats=st.integers(1, 6))
    def resize(self, seats: int) -> None:
        """The leader wants more people, or fewer."""
        by = self.stage.cast.actor(self.stage.cast.leader)
        slot = self.stage.slot
        self._try(lambda: change_seats(slot=slot, seats=seats, by=by, at=self.at))

    @rule()
    def move(self) -> None:
        """The leader moves the time by an hour."""
        by, slot = self.stage.cast.actor(self.stage.cast.leader), self._slot()
        hour = timedelta(hours=1)
        self._try(
            lambda: move_slot(
                slot=slot, starts_at=slot.starts_at + hour, ends_at=slot.ends_at + hour, by=by,
                at=self.at,
            )
        )  # fmt: skip

    @rule(hours=st.integers(1, 14))
    def wait(self, hours: int) -> None:
        """Time passes, and the clock does what is due; twice, as two schedulers would."""
        self.at += timedelta(hours=hours)
        for _ in range(2):
            lapse_calls(self.at)
            call_lines(self.at)
            give_freed_seats(self.at)

    @invariant()
    def every_seat_is_counted_once(self) -> None:
        """What the slot says is what people, those they bring and groups hold."""
        slot = self._slot()
        held = Assignment.objects.filter(slot=slot, state=AssignmentState.CONFIRMED)
        groups = GroupOffer.objects.filter(slot=slot, state=GroupState.ACCEPTED)
        taken = sum(one.seats for one in held) + sum(one.seats for one in groups)
        called = Assignment.objects.filter(slot=slot, answer_by__isnull=False)
        assert (slot.seats_taken, slot.seats_called) == (taken, called.count())
        assert slot.seats_taken + slot.seats_called <= slot.seats

    @invariant()
    def no_seat_is_free_while_somebody_waits(self) -> None:
        """By day, whoever could come is called as soon as there is a seat."""
        slot = self._slot()
        asleep = first_moment(self.stage.cast.municipality, self.at) != self.at
        if slot.seats_left < 1 or asleep or slot.starts_at <= self.at:
            return
        waiting = Assignment.objects.filter(
            slot=slot, state=AssignmentState.WAITING, answer_by__isnull=True
        ).select_related("volunteer__municipality", "slot__task")
        assert [one.pk for one in waiting if not is_barred(one)] == []

    def _held(self, who: int) -> Assignment | None:
        return (
            Assignment.objects.filter(slot=self.stage.slot, volunteer=self.stage.people[who])
            .select_related("offer")
            .first()
        )

    def _slot(self) -> Slot:
        return Slot.objects.get(pk=self.stage.slot.pk)

    def _try(self, deed: Callable[[], object]) -> None:
        """A refusal is an answer; anything else is a fault."""
        try:
            with transaction.atomic():
                deed()
        except Refusal:
            pass


class NaiveSeats(Seats):
    """The naive variant: a withdrawal gives the seat to the first in line at once, uncounted."""

    def begin(self) -> None:
        """As the other."""
        super().begin()

    def give_back(self, who: int) -> None:
        """Looks who is first and writes it, as if a seat were a person's name."""
        held = self._held(who)
        if held is None or held.state != AssignmentState.CONFIRMED:
            return
        Assignment.objects.filter(pk=held.pk).update(state=AssignmentState.WITHDRAWN)
        line = Assignment.objects.filter(slot=held.slot, state=AssignmentState.WAITING)
        first = line.order_by("waiting_at").first()
        if first is not None:
            Assignment.objects.filter(pk=first.pk).update(
                state=AssignmentState.CONFIRMED, answer_by=None
            )
