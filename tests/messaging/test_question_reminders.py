"""A question without an answer is repeated once, and only while the answer is wanted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from backend.messaging.models import Message
from backend.messaging.providers.memory import MemoryProvider
from backend.messaging.pump import drain
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.answers import decline_offer
from volunteers.actions.asking import remind_of_questions
from volunteers.actions.changes import cancel_slot, move_slot
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.stops import stop_texts
from volunteers.models import Offer, Volunteer

HOUR = timedelta(hours=1)
DUE = NOW + 48 * HOUR
NIGHT = DUE + 12 * HOUR
MORNING = DUE + 24 * HOUR
KIND = "tilbud_paamindelse"


def asked(cast: Cast, days: int = 6, at: datetime = NOW) -> Offer:
    """One question to the helper, alone in the world, ``days`` before its time."""
    slot = open_slot(cast, seats=1, days=days)
    offer = offer_to(slot, cast.helper, at)
    Offer.objects.exclude(pk=offer.pk).delete()
    Message.objects.all().delete()
    Offer.objects.filter(pk=offer.pk).update(state="sent", sent_at=at)
    return Offer.objects.select_related("slot", "volunteer").get(pk=offer.pk)


@pytest.mark.django_db
def test_it_is_repeated_once_and_in_the_daytime(cast: Cast, provider: MemoryProvider) -> None:
    offer = asked(cast)

    told = [remind_of_questions(at) for at in (DUE - HOUR, DUE, DUE, DUE + 20 * HOUR)]
    drain(lambda: DUE)

    assert told == [0, 1, 0, 0]
    assert [to for _id, to, _body in provider.sent] == [offer.volunteer.phone]
    assert offer.slot.starts_at == Message.objects.get(kind=KIND).expires_at


@pytest.mark.django_db
def test_the_clock_does_it_and_the_municipality_may_switch_it_off(cast: Cast) -> None:
    asked(cast)
    cast.municipality.question_reminder_hours = 0
    cast.municipality.save()
    run_clockwork(at=DUE)
    assert Message.objects.filter(kind=KIND).count() == 0

    cast.municipality.question_reminder_hours = 24
    cast.municipality.save()
    run_clockwork(at=NOW + 24 * HOUR)
    assert Message.objects.filter(kind=KIND).count() == 1


def say_no(cast: Cast, offer: Offer) -> None:
    decline_offer(offer=offer, by=link_actor(offer.volunteer), at=DUE)


def say_yes_there(cast: Cast, offer: Offer) -> None:
    say_yes(offer.slot, offer.volunteer, DUE)


def stop(cast: Cast, offer: Offer) -> None:
    person = offer.volunteer
    stop_texts(municipality=cast.municipality, phone=person.phone, by=link_actor(person), at=DUE)


def pause(cast: Cast, offer: Offer) -> None:
    Volunteer.objects.filter(pk=offer.volunteer_id).update(paused_until=date(2027, 1, 1))


def fill(cast: Cast, offer: Offer) -> None:
    say_yes(offer.slot, make_volunteers(cast, 1)[0], DUE)


def cancel(cast: Cast, offer: Offer) -> None:
    cancel_slot(slot=offer.slot, reason="Sygdom", by=cast.actor(cast.leader), at=DUE)


def move(cast: Cast, offer: Offer) -> None:
    slot = offer.slot
    day = timedelta(days=1)
    move_slot(
        slot=slot,
        starts_at=slot.starts_at + day,
        ends_at=slot.ends_at + day,
        by=cast.actor(cast.leader),
        at=DUE,
    )


def ask_something_newer(cast: Cast, offer: Offer) -> None:
    offer_to(open_slot(cast, days=9), offer.volunteer, DUE)


OVERTAKEN = [say_no, say_yes_there, stop, pause, fill, cancel, move, ask_something_newer]


@pytest.mark.django_db
@pytest.mark.parametrize("happens", OVERTAKEN)
def test_what_happens_while_it_waits_for_the_morning_takes_it_back(
    cast: Cast, provider: MemoryProvider, happens: Callable[[Cast, Offer], None]
) -> None:
    """The control beside it: a reminder that nobody overtakes leaves in the same morning."""
    offer = asked(cast)
    untouched = asked_too(cast)
    assert remind_of_questions(NIGHT) == 2

    happens(cast, offer)
    drain(lambda: MORNING)

    reminded = [to for _id, to, body in provider.sent if "Et nej er også fint" in body]
    assert reminded == [untouched.volunteer.phone]


def asked_too(cast: Cast) -> Offer:
    """A question to somebody else about another time."""
    slot = open_slot(cast, seats=1, days=7)
    offer = offer_to(slot, make_volunteers(cast, 1)[0])
    Offer.objects.filter(slot=slot).exclude(pk=offer.pk).delete()
    Offer.objects.filter(pk=offer.pk).update(state="sent", sent_at=NOW)
    Message.objects.filter(kind="tilbud").delete()
    return offer
