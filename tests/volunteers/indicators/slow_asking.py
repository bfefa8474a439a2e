"""The slow count of questions, texts and of the people of K08 (see ``slow``)."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from backend.messaging.models import Message
from institutions.models import Task
from tests.volunteers.indicators.slow import (
    Fact,
    Part,
    Walk,
    day_of,
    middle,
    people,
    share,
    within,
)
from volunteers.models import Assignment, Association, Membership, Offer, TextStop
from volunteers.success.figures import Figure
from volunteers.success.periods import Period


def questions(walk: Walk) -> Iterator[tuple[Offer, datetime | None, Fact]]:
    """Each question that went out, when its text was delivered, and where it belongs."""
    receipts: dict[int, datetime] = {}
    for text in Message.objects.filter(**walk.mine, kind="tilbud"):
        if text.state == "delivered" and text.state_at <= walk.at:
            first = receipts.get(text.subject_id or 0, text.state_at)
            receipts[text.subject_id or 0] = min(first, text.state_at)
    for slot in walk.slots:
        for offer in slot.offers.all():
            if offer.sent_at is None or offer.sent_at > walk.at or walk.called_off(slot):
                continue
            place = walk.place(slot, offer.sent_at, person=offer.volunteer_id)
            yield offer, receipts.get(offer.pk), place


def answered(walk: Walk, *, yes: bool) -> Iterator[Fact]:
    """K03 and K04."""
    for offer, delivered, fact in questions(walk):
        said = offer.first_answered_at is not None and offer.first_answered_at <= walk.at
        said_yes = offer.accepted_at is not None and offer.accepted_at <= walk.at
        reached = said or delivered is not None
        if not reached and offer.state in ("planned", "recalled"):
            continue
        fact.num, fact.den = int(said_yes if yes else said), int(reached)
        fact.beside = int(not reached)
        yield fact


def how_fast(walk: Walk) -> Iterator[Fact]:
    """K05."""
    for offer, delivered, fact in questions(walk):
        said = offer.first_answered_at
        if said is None or said > walk.at or delivered is None:
            continue
        if offer.first_channel in ("link", "sms"):
            fact.value = Decimal(max((said - delivered).total_seconds(), 0))
            yield fact


def texts(walk: Walk) -> Iterator[Fact]:
    """K30, with whom each text went to."""
    slots = {slot.pk: slot for slot in walk.slots}
    offers = dict(Offer.objects.filter(**walk.mine).values_list("pk", "slot_id"))
    seats = dict(Assignment.objects.filter(**walk.mine).values_list("pk", "slot_id"))
    for text in Message.objects.filter(**walk.mine, channel="sms"):
        if text.sent_at is None or text.sent_at > walk.at:
            continue
        source = {"offer": offers, "assignment": seats}.get(text.subject_type, {})
        slot = slots.get(source.get(text.subject_id or 0, 0))
        fact = (
            walk.place(slot, text.sent_at)
            if slot is not None
            else Fact(None, None, day_of(text.sent_at))
        )
        fact.person, fact.den = text.recipient_ref, 1
        fact.num = int(text.state == "delivered" and text.state_at <= walk.at)
        yield fact


def filling(walk: Walk) -> Iterator[Fact]:
    """K02."""
    for task in Task.objects.filter(**walk.mine):
        slots = [s for s in walk.slots if s.task_id == task.pk and not walk.called_off(s)]
        if task.published_at is None or task.published_at > walk.at or not slots:
            continue
        filled = [s.filled_at for s in slots if s.filled_at and s.filled_at <= walk.at]
        fact = walk.place(slots[0], task.published_at)
        if len(filled) == len(slots):
            fact.value = Decimal(str((max(filled) - task.published_at).total_seconds()))
        else:
            fact.beside = 1
        yield fact


def clubs(walk: Walk) -> Iterator[Fact]:
    """K24: associations somebody came from; the association stands as the person."""
    members = list(Membership.objects.values_list("volunteer_id", "association_id"))
    for slot in walk.took_place():
        for person, _mark, _seat in walk.came(slot):
            for volunteer, club in members:
                if volunteer == person:
                    yield walk.place(slot, slot.starts_at, person=club)
        for group, _mark in walk.groups(slot):
            yield walk.place(slot, slot.starts_at, person=group.association_id)  # type: ignore[attr-defined]


def by_phone(walk: Walk, period: Period) -> set[int]:
    """K33's people: who answered a question otherwise than by link, in the period."""
    return {
        offer.volunteer_id
        for slot in walk.slots
        for offer in slot.offers.all()
        if offer.first_answered_at is not None
        and offer.first_answered_at <= walk.at
        and offer.first_channel not in ("", "link")
        and period.first <= day_of(offer.first_answered_at) < period.after
    }


def newcomers(walk: Walk, period: Period, part: Part) -> int:
    """K09: whose first day at all is in the period, at the place of that day."""
    first: dict[int, tuple[date, int, Fact]] = {}
    for fact in walk.attended():
        assert fact.person is not None
        assert fact.institution is not None
        key = (fact.on, fact.institution, fact)
        if fact.person not in first or key[:2] < first[fact.person][:2]:
            first[fact.person] = key
    return sum(within(fact, period) and part(fact) for _, _, fact in first.values())


def stayed(walk: Walk, period: Period, part: Part) -> Figure:
    """K11: of those who came in the twelve months before, who came in the last twelve."""
    after = min(period.after, date.fromordinal(day_of(walk.at).toordinal() + 1))
    middle_day, first = after.replace(year=after.year - 1), after.replace(year=after.year - 2)
    facts = list(walk.attended())
    before = {f.person for f in facts if first <= f.on < middle_day and part(f)}
    since = {f.person for f in facts if middle_day <= f.on < after}
    return _of(before, since)


def slow(code: str, walk: Walk, period: Period, part: Part) -> Figure:
    """The figure of an indicator about seats, questions, texts or people."""
    if code in ("K02", "K05"):
        facts = list(filling(walk) if code == "K02" else how_fast(walk))
        return middle(facts, period, part, 3600 if code == "K02" else 60, beside=code == "K02")
    if code in ("K08", "K09", "K11", "K31", "K33"):
        return _slow_people(code, walk, period, part)
    if code == "K10":
        active = people(list(walk.attended()), period, part)
        own = [f for f in walk.hours() if within(f, period) and part(f)]
        return Figure(sum((f.value or Decimal(0) for f in own), Decimal(0)), len(own), len(active))
    if code == "K24":
        found = len(people(list(clubs(walk)), period, part))
        every = Association.objects.filter(**walk.mine).count()
        return Figure(Decimal(found) / every if every else None, every, 0, Decimal(found))
    return _slow_share(code, walk, period, part)


def _slow_people(code: str, walk: Walk, period: Period, part: Part) -> Figure:
    active = people(list(walk.attended()), period, part)
    if code in ("K08", "K09"):
        found = len(active) if code == "K08" else newcomers(walk, period, part)
        return Figure(Decimal(found), found, found)
    if code == "K11":
        return stayed(walk, period, part)
    if code == "K33":
        return _of(active, by_phone(walk, period))
    stopped = {
        stop.volunteer_id
        for stop in TextStop.objects.all()
        if stop.stopped_at <= walk.at and period.starts_at <= stop.stopped_at < period.ends_at
    }
    return _of(people(list(texts(walk)), period, part), stopped)


def _slow_share(code: str, walk: Walk, period: Period, part: Part) -> Figure:
    facts = list(
        {
            "K01": walk.coverage,
            "K03": lambda: answered(walk, yes=False),
            "K04": lambda: answered(walk, yes=True),
            "K06": walk.shown_up,
            "K07": walk.given_back_late,
            "K20": walk.meant_something,
            "K26": walk.thanked,
            "K30": lambda: texts(walk),
        }[code]()
    )
    behind = list(walk.attended()) if code == "K01" else facts
    persons = len(people(behind, period, part))
    return share(facts, period, part, persons, beside=code in ("K03", "K04", "K06", "K20", "K26"))


def _of(members: set[int] | set[int | None], counting: set[int] | set[int | None]) -> Figure:
    den, num = len(members), len(members & counting)  # type: ignore[operator]
    return Figure(Decimal(num) / den if den else None, den, den, Decimal(num))


SLOWLY = (
    *("K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11"),
    *("K20", "K24", "K26", "K30", "K31", "K33"),
)
