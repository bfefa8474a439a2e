"""The slow count of what stands around the seats (see ``slow`` and ``around``)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from institutions.models import (
    ChecklistItem,
    Department,
    HelpCall,
    Institution,
    MedEntry,
    Role,
    Task,
    Tick,
)
from tests.volunteers.indicators.slow import Fact, Part, Walk, day_of, people, share, within
from volunteers.models import (
    Acceptance,
    ColleaguePulse,
    Example,
    ExampleUse,
    FollowUp,
    Initiative,
    Participant,
    Pulse,
    Story,
    Suggestion,
    Volunteer,
)
from volunteers.success.figures import Figure
from volunteers.success.periods import Period

MONTH = timedelta(days=30)


def _at(place: Institution | None, on: date, **more: int | None) -> Fact:
    if place is None:
        return Fact(None, None, on, **more)  # type: ignore[arg-type]
    return Fact(place.department_id, place.pk, on, **more)  # type: ignore[arg-type]


def _in_time(moment: datetime | None, last: date, walk: Walk) -> tuple[bool, bool]:
    """Whether it was done by the moment of looking, and by its day."""
    done = moment is not None and moment <= walk.at
    return done, done and moment is not None and day_of(moment) <= last


def _answered(rows: list[HelpCall] | list[Suggestion], walk: Walk, name: str) -> Iterator[Fact]:
    for row in rows:
        begun = getattr(row, name)
        if begun <= walk.at:
            done, good = _in_time(row.answered_at, row.due_on, walk)
            waits = not done and row.due_on >= day_of(walk.at)
            yield _at(row.institution, day_of(begun), num=int(good), den=1, beside=int(waits))


def _calls(walk: Walk, _period: Period) -> Iterator[Fact]:
    return _answered(list(HelpCall.objects.filter(**walk.mine)), walk, "asked_at")


def _hassles(walk: Walk, _period: Period) -> Iterator[Fact]:
    return _answered(list(Suggestion.objects.filter(**walk.mine)), walk, "received_at")


def _followed_up(walk: Walk, _period: Period) -> Iterator[Fact]:
    rows = [
        (one.institution, one.follow_up_on, one.result_at)
        for one in Initiative.objects.filter(**walk.mine)
    ] + [(None, one.due_on, one.registered_at) for one in FollowUp.objects.filter(**walk.mine)]
    for place, due, result_at in rows:
        if due <= day_of(walk.at):
            done, good = _in_time(result_at, due + MONTH, walk)
            waits = not done and due + MONTH >= day_of(walk.at)
            yield _at(place, due, num=int(good), den=1, beside=int(waits))


def _on_the_day(walk: Walk, period: Period) -> date:
    return min(day_of(walk.at), date.fromordinal(period.after.toordinal() - 1))


def _places_under_way(walk: Walk, period: Period) -> Iterator[Fact]:
    helped = {
        slot.task.institution_id
        for slot in walk.took_place()
        if (list(walk.came(slot)) or list(walk.groups(slot)))
        and period.first <= day_of(slot.starts_at) < period.after
    }
    for place in Institution.objects.filter(**walk.mine):
        yield _at(place, _on_the_day(walk, period), num=int(place.pk in helped), den=1)


def _ambassadors(walk: Walk, period: Period) -> list[Role]:
    day = _on_the_day(walk, period)
    roles = Role.objects.filter(**walk.mine, kind="ambassador")
    return [
        role
        for role in roles
        if role.valid_from <= day and (role.valid_until is None or role.valid_until >= day)
    ]


def _departments(walk: Walk, period: Period) -> Iterator[Fact]:
    there = {role.department_id for role in _ambassadors(walk, period)}
    for one in Department.objects.filter(**walk.mine):
        yield Fact(one.pk, None, _on_the_day(walk, period), num=int(one.pk in there), den=1)


def _trained(walk: Walk, period: Period) -> Iterator[Fact]:
    day = _on_the_day(walk, period)
    for role in _ambassadors(walk, period):
        good = role.trained_on is not None and role.trained_on <= day
        yield Fact(role.department_id, None, day, num=int(good), den=1)


def _asking(walk: Walk, period: Period) -> list[Institution]:
    """Places with a time in the period or to come."""
    asking = {
        slot.task.institution_id
        for slot in walk.slots
        if slot.task.published_at is not None
        and slot.task.published_at <= walk.at
        and slot.ends_at >= period.starts_at
        and not walk.called_off(slot)
    }
    return list(Institution.objects.filter(**walk.mine, pk__in=asking))


def _in_order(walk: Walk, period: Period) -> Iterator[Fact]:
    day = _on_the_day(walk, period)
    for place in _asking(walk, period):
        runs = [run for run in place.runs.order_by("started_at", "pk") if run.started_at <= walk.at]
        good = bool(runs) and runs[-1].valid_until >= day
        if good:
            ticks = Tick.objects.filter(run=runs[-1], ticked_at__lte=walk.at)
            closed = {
                tick.item_id
                for tick in ticks
                if tick.reopened_at is None or tick.reopened_at > walk.at
            }
            gates = ChecklistItem.objects.filter(
                template=runs[-1].template, gates=True, level="institution"
            )
            good = all(item.pk in closed for item in gates)
        yield _at(place, day, num=int(good), den=1)


def _med(walk: Walk, period: Period) -> Iterator[Fact]:
    day = _on_the_day(walk, period)
    for place in _asking(walk, period):
        talks = MedEntry.objects.filter(institution=place, kind__in=["discussed", "agreed"])
        good = any(
            talk.noted_at <= walk.at and day.replace(year=day.year - 2) < talk.held_on <= day
            for talk in talks
        )
        yield _at(place, day, num=int(good), den=1)


def _stopped(walk: Walk, _period: Period) -> Iterator[Fact]:
    for task in Task.objects.filter(**walk.mine, submitted_at__lte=walk.at):
        assert task.submitted_at is not None
        stopped = task.stopped_at is not None and task.stopped_at <= walk.at
        yield _at(task.institution, day_of(task.submitted_at), num=int(stopped), den=1)


def _worth(walk: Walk, _period: Period) -> Iterator[Fact]:
    for one in ColleaguePulse.objects.filter(**walk.mine, audience="leader"):
        starts = [s.starts_at for s in walk.slots if s.task == one.task and s.state != "cancelled"]
        if not starts or one.asked_at > walk.at or one.task is None:
            continue
        said = one.value is not None and one.answered_at is not None and one.answered_at <= walk.at
        yield _at(
            one.task.institution,
            day_of(max(starts)),
            person=one.user_id if said else None,
            num=int(said and (one.value or 0) >= 4),
            den=int(said),
            beside=int(not said),
        )


def _respect(walk: Walk, _period: Period) -> Iterator[Fact]:
    for one in ColleaguePulse.objects.filter(**walk.mine, respect__isnull=False):
        if one.answered_at is not None and one.answered_at <= walk.at:
            good = int((one.respect or 0) >= 4)
            person = -one.user_id
            yield _at(one.institution, day_of(one.asked_at), person=person, num=good, den=1)
    for slot in walk.took_place():
        for person, _mark, seat in walk.came(slot):
            pulse = Pulse.objects.filter(assignment=seat, answered_at__lte=walk.at).first()
            if pulse is not None and pulse.respect is not None:
                good = int(pulse.respect >= 4)
                yield walk.place(slot, slot.starts_at, person=person, num=good, den=1)


def _made_known(walk: Walk, _period: Period) -> Iterator[Fact]:
    for one in Participant.objects.filter(**walk.mine, group="staff", origin="invited"):
        event, came_at = one.event, one.presence_at
        off = event.cancelled_at is not None and event.cancelled_at <= walk.at
        if event.kind not in ("talk", "theme_evening", "course") or off or event.ends_at > walk.at:
            continue
        came = one.presence in ("place", "online") and came_at is not None and came_at <= walk.at
        on = day_of(event.ends_at)
        yield Fact(one.department_id, None, on, person=one.user_id, num=int(came), den=1)


def _used_again(walk: Walk, period: Period) -> Iterator[Fact]:
    for use in ExampleUse.objects.filter(**walk.mine, used_at__lte=walk.at):
        place = use.task.institution if use.task else None
        yield _at(place, day_of(use.used_at), num=1)
    for one in Example.objects.filter(**walk.mine, published_at__lte=walk.at):
        assert one.published_at is not None
        if day_of(one.published_at) < period.after and (
            one.retired_at is None or day_of(one.retired_at) >= period.first
        ):
            yield _at(one.institution, _on_the_day(walk, period), den=1)


def _let_go(walk: Walk, _period: Period) -> Iterator[Fact]:
    for one in Volunteer.objects.filter(**walk.mine, forget_on__isnull=False, merged_into=None):
        assert one.forget_on is not None
        if one.forget_on < day_of(walk.at):
            _done, good = _in_time(one.anonymised_at, one.forget_on, walk)
            yield Fact(None, None, one.forget_on, person=one.pk, num=int(good), den=1)


AROUND: dict[str, Callable[[Walk, Period], Iterator[Fact]]] = {
    "K12": _places_under_way,
    "K13": _departments,
    "K14": _trained,
    "K15": _calls,
    "K16": _in_order,
    "K17": _med,
    "K19": _stopped,
    "K21": _worth,
    "K22": _respect,
    "K23": _made_known,
    "K25": _used_again,
    "K28": _hassles,
    "K29": _followed_up,
    "K32": _let_go,
}
_BESIDE = ("K15", "K21", "K28", "K29")


def slow_around(code: str, walk: Walk, period: Period, part: Part) -> Figure:
    """The figure of an indicator that is not about seats, and K18 and K27."""
    if code == "K27":
        return _told(walk, period, part)
    if code == "K18":
        active = people(list(walk.attended()), period, part)
        accepted = Acceptance.objects.filter(**walk.mine, accepted_at__lte=walk.at)
        said = active & set(accepted.values_list("volunteer_id", flat=True))
        fact = Fact(None, None, period.first, num=len(said), den=len(active))
        return share([fact], period, lambda _fact: True, len(active), beside=False)
    facts = list(AROUND[code](walk, period))
    return share(facts, period, part, len(people(facts, period, part)), beside=code in _BESIDE)


def _told(walk: Walk, period: Period, part: Part) -> Figure:
    stories, channels = 0, 0
    for story in Story.objects.filter(**walk.mine):
        told = [one for one in story.releases.all() if one.published_at <= walk.at]
        if not told:
            continue
        fact = _at(story.institution, day_of(min(one.published_at for one in told)))
        if within(fact, period) and part(fact):
            stories, channels = stories + 1, channels + len({one.channel for one in told})
    return Figure(Decimal(stories), stories, 0, None, (("", channels),))
