"""The calendar files of a whole course, read by two programs that are not ours."""

from datetime import timedelta

import pytest

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from tests.servers.judges import Judged, Libical, ical_js
from tests.volunteers.stage import say_yes, stand_in_line
from volunteers.actions.answers import withdraw
from volunteers.actions.changes import cancel_slot, move_slot
from volunteers.models import Assignment
from volunteers.queries.feeds import institution_feed, volunteer_feed

pytestmark = pytest.mark.django_db


def course(cast: Cast) -> list[bytes]:
    """A yes, a move, a withdrawal, a second yes, and the time called off: the mails' calendars."""
    slot = open_slot(cast, seats=2)
    say_yes(slot, cast.helper)
    by = cast.actor(cast.leader)
    move_slot(
        slot=slot,
        starts_at=slot.starts_at + timedelta(hours=1),
        ends_at=slot.ends_at + timedelta(hours=1),
        by=by,
        at=NOW,
    )
    withdraw(assignment=Assignment.objects.get(), by=link_actor(cast.helper), at=NOW)
    offer_to(slot, cast.helper)
    say_yes(Slot.objects.get(pk=slot.pk), cast.helper)
    cancel_slot(slot=Slot.objects.get(pk=slot.pk), reason="Vejret", by=by, at=NOW)
    calendars = Message.objects.filter(channel="email").exclude(calendar="").order_by("id")
    return [text.encode() for text in calendars.values_list("calendar", flat=True)]


def test_both_judges_read_a_course_alike(cast: Cast) -> None:
    files = course(cast)
    files += [volunteer_feed(cast.helper, NOW).content, institution_feed(cast.here, NOW).content]
    library = Libical()

    first = [library.read(content) for content in files]

    assert first == ical_js(files)
    mails = [judged for judged in first[:-2] if judged is not None]
    assert [mail.method for mail in mails] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert len({mail.events[0].uid for mail in mails}) == 1
    assert [mail.events[0].sequence for mail in mails] == sorted(
        {mail.events[0].sequence for mail in mails}
    )
    assert mails[-1].events[0].status == "CANCELLED"


def test_the_judges_see_what_the_database_holds(cast: Cast) -> None:
    slot = open_slot(cast)
    say_yes(slot, cast.helper)
    full = open_slot(cast, days=6)
    stand_in_line_after(cast, full)

    (judged,) = ical_js([volunteer_feed(cast.helper, NOW).content])

    assert [(event.starts, event.status) for event in judged.events] == [
        (slot.starts_at, "CONFIRMED"),
        (full.starts_at, "TENTATIVE"),
    ]


def stand_in_line_after(cast: Cast, slot: Slot) -> None:
    """Somebody else takes the only seat; our helper waits."""
    from tests.cast import make_volunteers

    say_yes(slot, make_volunteers(cast, 1)[0])
    stand_in_line(slot, cast.helper)


def test_control_a_file_that_breaks_its_method_is_refused(cast: Cast) -> None:
    say_yes(open_slot(cast), cast.helper)
    good = Message.objects.exclude(calendar="").get().calendar
    without_organizer = "\r\n".join(
        line for line in good.replace("\r\n ", "").split("\r\n") if not line.startswith("ORGANIZER")
    )

    assert isinstance(Libical().read(good.encode()), Judged)
    assert Libical().read(without_organizer.encode()) is None
