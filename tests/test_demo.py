"""A small telling of the demo's story: it obeys the rules, and a second time changes nothing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import Count, F, Q
from pytest_django import DjangoDbBlocker

from backend.audit.models import AuditEntry
from backend.common.danish_dates import local
from backend.management.demo.content import HERE, Scale
from backend.management.demo.story import tell_story
from backend.messaging.models import Channel, Message, MessageState
from institutions.models import Institution, Slot, Task
from institutions.queries.checklists import institution_points, open_gates
from institutions.rules.states import TaskState
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
SMALL = Scale(
    departments=1, institutions=4, people=30, associations=2, tasks=10, days_back=14, days_ahead=7
)
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Told once for all tests here, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert tell_story(scale=SMALL, address=HERE, at=AT)
        yield
        transaction.set_rollback(True)


def _figures() -> dict[str, int]:
    models = (Institution, Volunteer, Task, Slot, Offer, Assignment, Message, AuditEntry)
    return {model.__name__: model.objects.count() for model in models}


def _weeks_over_cap(asks: dict[int, list[datetime]], caps: dict[int, int]) -> list[int]:
    """People with more questions than their cap in any seven days of 24 hours."""
    return [
        person
        for person, moments in asks.items()
        if any(
            sum(start <= other < start + WEEK for other in moments) > caps[person]
            for start in moments
        )
    ]


def _overlaps(spans: dict[int, list[tuple[datetime, datetime]]]) -> int:
    return sum(
        first[1] > second[0] for held in spans.values() for first, second in pairwise(sorted(held))
    )


def test_the_history_obeys_the_rules(story: None) -> None:
    # No slot is overbooked, and the count on the slot is the count of the seats.
    taken = Count("assignments", filter=Q(assignments__state__in=sorted(HOLDS_A_SEAT)))
    assert Slot.objects.filter(seats_taken__gt=F("seats")).count() == 0
    slots = Slot.objects.annotate(held=taken)
    assert [slot.pk for slot in slots if slot.held != slot.seats_taken] == []

    # Nobody is in two places at once.
    spans = defaultdict(list)
    held = Assignment.objects.filter(state__in=sorted(HOLDS_A_SEAT)).select_related("slot")
    for seat in held:
        spans[seat.volunteer_id].append((seat.slot.starts_at, seat.slot.ends_at))
    assert _overlaps(spans) == 0

    # Nobody was asked more often than they want, nor in the quiet hours.
    asks = defaultdict(list)
    # What a person took up unasked, and the further tasks of a page, are no questions of their own.
    asked = Offer.objects.filter(sent_at__isnull=False, page_of__isnull=True)
    for volunteer_id, sent_at in asked.values_list("volunteer_id", "sent_at"):
        asks[volunteer_id].append(sent_at)
    people = Volunteer.objects.select_related("municipality")
    caps = {row.pk: min(row.asks_per_week or 7, row.municipality.asks_per_week) for row in people}
    assert _weeks_over_cap(asks, caps) == []
    assert [at for moments in asks.values() for at in moments if not 8 <= local(at).hour < 20] == []


def test_control_the_checks_find_what_they_look_for() -> None:
    noon = AT.replace(hour=12)
    thrice = [noon, noon + timedelta(days=3), noon + WEEK - timedelta(minutes=1)]
    assert _weeks_over_cap({1: thrice}, {1: 2}) == [1]
    assert _weeks_over_cap({1: [*thrice[:2], noon + WEEK]}, {1: 2}) == []
    hour = timedelta(hours=1)
    assert _overlaps({1: [(noon, noon + 2 * hour), (noon + hour, noon + 3 * hour)]}) == 1
    assert _overlaps({1: [(noon, noon + hour), (noon + hour, noon + 2 * hour)]}) == 0


def test_a_second_telling_changes_nothing(story: None) -> None:
    before = _figures()
    assert not tell_story(scale=SMALL, address=HERE, at=AT + timedelta(days=1))
    assert _figures() == before


def test_nothing_is_told_of_the_time_to_come(story: None) -> None:
    assert AuditEntry.objects.filter(at__gt=AT).count() == 0
    assert Message.objects.filter(created_at__gt=AT).count() == 0
    # What is still in the outbox waits for the end of the quiet hours, and a letter for the worker
    # that lays it in the mail room's folder; nothing is stale.
    stale = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=AT).exclude(
        channel=Channel.LETTER
    )
    assert stale.count() == 0


def test_the_pages_have_something_to_show(story: None) -> None:
    assert set(Task.objects.values_list("state", flat=True)) >= {
        TaskState.DRAFT,
        TaskState.IN_REVIEW,
        TaskState.OPEN,
        TaskState.DONE,
    }
    soon = Slot.objects.filter(starts_at__gt=AT, starts_at__lt=AT + timedelta(days=3))
    assert soon.filter(state="open", seats_taken__lt=F("seats")).exists()
    assert Slot.objects.filter(state="cancelled", cancelled_at__gt=AT - timedelta(days=4)).exists()
    assert AuditEntry.objects.filter(deed="move_slot").count() == 1
    assert Assignment.objects.filter(state=AssignmentState.ATTENDED).exists()
    unready = [
        place.name
        for place in Institution.objects.all()
        if open_gates(institution_points(place, AT.date()))
    ]
    assert unready == ["Plejecenter Åkanden"]
