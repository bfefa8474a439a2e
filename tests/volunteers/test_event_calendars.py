"""The calendar files of an event's whole course, read by two programs that are not ours."""

from datetime import timedelta

import pytest

from backend.messaging.models import Message
from tests.cast import NOW, Cast
from tests.servers.judges import Libical, ical_js
from tests.volunteers.event_stage import DAY, an_event, event_fields, invite
from volunteers.actions.event_answers import accept_event, decline_event
from volunteers.actions.events import cancel_event, change_event
from volunteers.queries.event_recipients import Audience

pytestmark = pytest.mark.django_db


def course(cast: Cast) -> list[bytes]:
    """Invited, yes, moved, no, yes again, and called off: the mails' calendars."""
    event = an_event(cast)
    (row,) = invite(cast, event, Audience.AMBASSADORS)
    mine, by = cast.actor(cast.ambassador), cast.actor(cast.coordinator)
    accept_event(participant=row, by=mine, at=NOW)
    moved = {"starts_at": NOW + 8 * DAY, "ends_at": NOW + 8 * DAY + timedelta(hours=1)}
    change_event(event=event, fields=event_fields(**moved), by=by, at=NOW)
    decline_event(participant=row, by=mine, at=NOW)
    accept_event(participant=row, by=mine, at=NOW)
    cancel_event(event=event, reason="Sygdom", by=by, at=NOW)
    mails = Message.objects.filter(to=cast.ambassador.email).exclude(calendar="").order_by("id")
    return [text.encode() for text in mails.values_list("calendar", flat=True)]


def test_both_judges_read_an_events_course_alike(cast: Cast) -> None:
    files = course(cast)
    library = Libical()

    first = [library.read(content) for content in files]

    assert first == ical_js(files)
    read = [judged for judged in first if judged is not None]
    assert [one.method for one in read] == [
        "REQUEST",
        "REQUEST",
        "REQUEST",
        "CANCEL",
        "REQUEST",
        "CANCEL",
    ]
    assert len({one.events[0].uid for one in read}) == 1
    assert [one.events[0].sequence for one in read] == list(range(6))
    assert read[-1].events[0].status == "CANCELLED"
