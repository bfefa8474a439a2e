"""The figures counted slowly: rows walked in plain Python, one definition after the other.

Shares nothing with the queries but the rows; what was true of seats comes from the past's own list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from institutions.models import Slot
from tests.volunteers.indicators.past import Mark, Past
from volunteers.success.figures import Figure
from volunteers.success.periods import Period

_DENMARK = ZoneInfo("Europe/Copenhagen")
LATE = timedelta(hours=24)
WEEK = timedelta(days=7)


@dataclass
class Fact:
    """What one row adds, and where it belongs."""

    department: int | None
    institution: int | None
    on: date
    person: int | None = None
    num: int = 0
    den: int = 0
    value: Decimal | None = None
    beside: int = 0


Part = Callable[[Fact], bool]


def day_of(moment: datetime) -> date:
    """The Danish day of an instant."""
    return moment.astimezone(_DENMARK).date()


def within(fact: Fact, period: Period) -> bool:
    """Whether the fact's day is in the period."""
    return period.first <= fact.on < period.after


def known(marks: list[Mark], at: datetime) -> Mark | None:
    """The newest mark that was known at the moment."""
    found = None
    for mark in marks:
        if mark[0] <= at:
            found = mark
    return found


class Walk:
    """Every fact of a past, as it was known at a moment."""

    def __init__(self, past: Past, at: datetime) -> None:
        """Loads the slots once."""
        self.past, self.at = past, at
        self.mine = {"municipality": past.cast.municipality}
        self.slots = list(
            Slot.objects.filter(**self.mine)
            .select_related("task__institution")
            .prefetch_related("assignments__pulse", "group_offers__name_rows", "offers", "thanks")
        )

    def called_off(self, slot: Slot) -> bool:
        """Whether the institution had cancelled it."""
        return slot.cancelled_at is not None and slot.cancelled_at <= self.at

    def took_place(self) -> Iterator[Slot]:
        """Times that are over, and were published and not cancelled."""
        for slot in self.slots:
            published = slot.task.published_at
            if published is None or published > self.at or slot.ends_at > self.at:
                continue
            if not self.called_off(slot):
                yield slot

    def place(self, slot: Slot, moment: datetime, **more: int | Decimal | None) -> Fact:
        """A fact of the slot's place."""
        where = slot.task.institution
        return Fact(where.department_id, where.pk, day_of(moment), **more)  # type: ignore[arg-type]

    def seats(self, slot: Slot) -> Iterator[tuple[int, Mark, int]]:
        """Each person's newest mark with the person and the seat."""
        for seat in slot.assignments.all():
            mark = known(self.past.marks[seat.pk], self.at)
            if mark is not None:
                yield seat.volunteer_id, mark, seat.pk

    def groups(self, slot: Slot) -> Iterator[tuple[object, Mark]]:
        """Each group that came, with its newest count."""
        for group in slot.group_offers.all():
            mark = known(self.past.group_marks[group.pk], self.at)
            if mark is not None and mark[2] > 0:
                yield group, mark

    def came(self, slot: Slot) -> Iterator[tuple[int, Mark, int]]:
        """Those of the seats who were there."""
        return (one for one in self.seats(slot) if one[1][1] == "attended")

    def attended(self) -> Iterator[Fact]:
        """K08: people who came, and the named of groups that were complete."""
        for slot in self.took_place():
            for person, _mark, _seat in self.came(slot):
                yield self.place(slot, slot.starts_at, person=person)
            for group, mark in self.groups(slot):
                names = list(group.name_rows.all())  # type: ignore[attr-defined]
                for name in names if mark[2] >= len(names) else []:
                    yield self.place(slot, slot.starts_at, person=name.volunteer_id)

    def coverage(self) -> Iterator[Fact]:
        """K01."""
        for slot in self.took_place():
            yield self.place(slot, slot.starts_at, den=slot.seats)
            for _person, mark, _seat in self.came(slot):
                yield self.place(slot, slot.starts_at, num=mark[2])
            for group, mark in self.groups(slot):
                heads = min(mark[2], group.seats)  # type: ignore[attr-defined]
                yield self.place(slot, slot.starts_at, num=heads)

    def shown_up(self) -> Iterator[Fact]:
        """K06."""
        for slot in self.took_place():
            for person, (_at, state, _came, _hours), _seat in self.seats(slot):
                if state in ("confirmed", "attended", "no_show"):
                    yield self.place(
                        slot,
                        slot.starts_at,
                        person=person,
                        num=int(state == "attended"),
                        den=1,
                        beside=int(state == "confirmed"),
                    )

    def given_back_late(self) -> Iterator[Fact]:
        """K07."""
        for slot in self.took_place():
            for seat in slot.assignments.all():
                marks = self.past.marks[seat.pk]
                if not any(m[1] == "confirmed" and m[0] <= slot.starts_at for m in marks):
                    continue
                late = any(
                    before[1] == "confirmed"
                    and mark[1] == "withdrawn"
                    and slot.starts_at - LATE < mark[0] <= slot.starts_at
                    for before, mark in pairwise(marks)
                )
                yield self.place(
                    slot, slot.starts_at, person=seat.volunteer_id, num=int(late), den=1
                )

    def hours(self) -> Iterator[Fact]:
        """K10."""
        for slot in self.took_place():
            marks = [mark for _person, mark, _seat in self.came(slot)]
            marks += [mark for _group, mark in self.groups(slot)]
            for mark in marks:
                yield self.place(slot, slot.starts_at, value=mark[3] * mark[2])

    def thanked(self) -> Iterator[Fact]:
        """K26."""
        for slot in self.took_place():
            if not list(self.came(slot)) and not list(self.groups(slot)):
                continue
            thanks = getattr(slot, "thanks", None)
            if thanks is not None and thanks.given_at > self.at:
                thanks = None
            skipped = thanks is not None and thanks.skipped
            in_time = thanks is not None and thanks.given_at <= slot.ends_at + WEEK
            yield self.place(
                slot, slot.starts_at, num=int(in_time and not skipped), den=1, beside=int(skipped)
            )

    def meant_something(self) -> Iterator[Fact]:
        """K20."""
        for slot in self.took_place():
            pulses = {seat.pk: getattr(seat, "pulse", None) for seat in slot.assignments.all()}
            for person, _mark, seat in self.came(slot):
                pulse = pulses[seat]
                if pulse is None or pulse.answered_at > self.at:
                    yield self.place(slot, slot.starts_at, beside=1)
                else:
                    good = int(pulse.score >= 4)
                    yield self.place(slot, slot.starts_at, person=person, num=good, den=1)


def people(facts: list[Fact], period: Period, part: Part) -> set[int]:
    """Who is behind the facts of a part."""
    return {
        fact.person
        for fact in facts
        if fact.person is not None and within(fact, period) and part(fact)
    }


def share(facts: list[Fact], period: Period, part: Part, persons: int, *, beside: bool) -> Figure:
    """Numerator of denominator."""
    own = [fact for fact in facts if within(fact, period) and part(fact)]
    num, den = sum(fact.num for fact in own), sum(fact.den for fact in own)
    extra = (("", sum(fact.beside for fact in own)),) if beside else ()
    return Figure(Decimal(num) / den if den else None, den, persons, Decimal(num), extra)


def middle(facts: list[Fact], period: Period, part: Part, per: int, *, beside: bool) -> Figure:
    """The median of values in seconds, in units of so many."""
    own = [fact for fact in facts if within(fact, period) and part(fact)]
    values = [fact.value for fact in own if fact.value is not None]
    value = (Decimal(median(values)) / per).quantize(Decimal("0.0001")) if values else None
    extra = (("", sum(fact.beside for fact in own)),) if beside else ()
    persons = len({fact.person for fact in own} - {None})
    return Figure(value, len(values), persons, None, extra)
