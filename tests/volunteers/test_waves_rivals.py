"""Each rule of a look beside a naive rival that breaks it."""

from dataclasses import replace
from datetime import datetime, timedelta

from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from institutions.models import Slot
from tests.cast import NOW, Cast, offer_to
from tests.volunteers.test_waves import HOUR, WEEK, look_at, slot_at
from volunteers.actions.clockwork import mark_sent
from volunteers.matching.facts import Span
from volunteers.matching.invitations import plan_invitations
from volunteers.models import Offer
from volunteers.queries.candidates import need_of, people_of

DAY = timedelta(days=1)


def ask_whoever_fits(cast: Cast, slot: Slot, at: datetime) -> None:
    """The naive rival: a new question to everybody at every look, known or not."""
    for person in people_of(cast.municipality.pk, 2, at):
        queue_sms(
            municipality=cast.municipality,
            kind="tilbud",
            to=cast.helper.phone,
            body="Kan du?",
            dedupe_key=f"rival:{slot.pk}:{person.id}:{at}",
            at=at,
            recipient_ref=person.id,
        )


def overlap_closed(one: Span, other: Span) -> bool:
    """The naive rival: ten and ten is a clash."""
    return one.starts_at <= other.ends_at and other.starts_at <= one.ends_at


def test_nobody_is_asked_twice_but_by_the_rival(cast: Cast) -> None:
    slot = slot_at(cast, NOW + 2 * DAY)

    for hours in (0, 25, 30):
        look_at(cast, NOW + hours * HOUR)
    ours = Message.objects.filter(kind="tilbud", recipient_ref=cast.helper.pk).count()
    for hours in (0, 25, 30):
        ask_whoever_fits(cast, slot, NOW + hours * HOUR)

    rivals = Message.objects.filter(kind="tilbud", recipient_ref=cast.helper.pk).count() - ours
    assert (ours, rivals) == (1, 3)


def test_ten_after_ten_is_no_clash_but_to_the_rival(cast: Cast) -> None:
    start = NOW + 3 * DAY
    first, second = slot_at(cast, start, 3), slot_at(cast, start + 3 * HOUR, 3)
    offer_to(first, cast.helper, NOW - 30 * HOUR)

    look_at(cast, NOW)

    spans = [Span(slot.starts_at, slot.ends_at) for slot in (first, second)]
    assert second.offers.get().volunteer_id == cast.helper.pk
    assert (spans[0].overlaps(spans[1]), overlap_closed(*spans)) == (False, True)


def test_an_unanswered_question_keeps_its_time_for_longer_than_a_day(cast: Cast) -> None:
    start = NOW + 3 * DAY
    first, second = slot_at(cast, start, 3), slot_at(cast, start + HOUR, 3)
    offer_to(first, cast.helper, NOW - 30 * HOUR)

    look_at(cast, NOW)

    assert second.offers.count() == 0
    # The rival forgets a question with the day in which it blocks others.
    forgetful = [replace(one, bookings=()) for one in people_of(cast.municipality.pk, 2, NOW)]
    plan = plan_invitations(forgetful, [need_of(second)], NOW, live={})
    assert [one.person_id for one in plan.invitations] == [cast.helper.pk]


def texts_of_helper(cast: Cast, *, follow: bool) -> list[datetime]:
    """When the helper's texts left, where the first was put off for three days by a ceiling."""
    for n in range(4):
        slot_at(cast, NOW + (20 + n) * DAY)
    look_at(cast, NOW)
    first, later = Offer.objects.get(), NOW + 3 * DAY
    Message.objects.filter(subject_type="offer", subject_id=first.pk).update(not_before=later)
    for hours in range(24, 9 * 24, 6):
        if follow:
            mark_sent(NOW + hours * HOUR)
        look_at(cast, NOW + hours * HOUR)
    others = Offer.objects.exclude(pk=first.pk).values_list("sent_at", flat=True)
    return sorted([later, *(one for one in others if one is not None)])


def fullest_week(sent: list[datetime]) -> int:
    """The most texts in any rolling 7 x 24 hours."""
    return max(sum(first <= one < first + WEEK for one in sent) for first in sent)


def test_a_text_that_waited_counts_from_when_it_left(cast: Cast) -> None:
    sent = texts_of_helper(cast, follow=True)

    assert fullest_week(sent) == cast.municipality.asks_per_week == 2


def test_control_counted_from_the_plan_a_week_is_too_full(cast: Cast) -> None:
    sent = texts_of_helper(cast, follow=False)

    assert fullest_week(sent) == 3
