"""Calendar files read back: the same instants, and nothing smuggled in."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from backend.common.danish_dates import local, local_instant
from volunteers.invites import calendars
from volunteers.invites.events import CalendarEvent, EventStatus, Party

NIGHT = (local_instant(date(2026, 10, 24), time(22)), local_instant(date(2026, 10, 25), time(6)))
EVENT = CalendarEvent(
    uid="tilmelding-17@frivillig.eksempel.dk",
    sequence=3,
    stamped_at=datetime(2026, 10, 1, 8, 0, 0, 123456, tzinfo=UTC),
    starts_at=NIGHT[0],
    ends_at=NIGHT[1],
    summary="Natteravn; følgeskab, \\ hjem",
    organizer=Party("Plejecenter Søglimt", "frivillig@eksempel.dk"),
    description="Mød Lone.\nHovedindgangen",
    location="Søvej 1, 9999 Eksempel",
    url="https://frivillig.eksempel.dk/s/abc",
    attendee=Party('Karen "Ø" Jensen', "karen@eksempel.dk"),
)
FILES = [
    calendars.request(EVENT),
    calendars.cancel(EVENT),
    calendars.slot_file(EVENT),
    calendars.publish([EVENT], "Mine opgaver"),
]


def read(content: bytes) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")[0]


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def local_variant(event: CalendarEvent) -> bytes:
    """The naive way: the wall clock without zone, as many small systems write it."""
    component, calendar = Event(), Calendar()
    component.add("uid", event.uid)
    component.add("dtstart", local(event.starts_at).replace(tzinfo=None))
    component.add("dtend", local(event.ends_at).replace(tzinfo=None))
    calendar.add_component(component)
    content: bytes = calendar.to_ical()
    return content


def instants(content: bytes) -> tuple[datetime, datetime]:
    _, event = read(content)
    return event.decoded("dtstart"), event.decoded("dtend")


@pytest.mark.parametrize("content", FILES)
def test_times_are_the_instants_of_the_slot(content: bytes) -> None:
    assert instants(content) == NIGHT
    assert NIGHT[1] - NIGHT[0] == timedelta(hours=9)


def test_control_wall_clock_times_lose_the_october_hour() -> None:
    starts_at, ends_at = instants(local_variant(EVENT))

    assert ends_at - starts_at == timedelta(hours=8)


@pytest.mark.parametrize("content", FILES)
def test_files_hold_utc_and_nothing_recurring(content: bytes) -> None:
    lines = unfolded(content)

    assert [line for line in lines if line.startswith(("DTSTART", "DTEND", "DTSTAMP"))] == [
        "DTSTART:20261024T200000Z",
        "DTEND:20261025T050000Z",
        "DTSTAMP:20261001T080000Z",
    ]
    assert [line for line in lines if line.startswith(("RRULE", "BEGIN:VTIMEZONE"))] == []


@pytest.mark.parametrize("content", FILES)
def test_lines_end_in_crlf_and_are_at_most_75_bytes(content: bytes) -> None:
    lines = content.split(b"\r\n")

    assert [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 75] == []
    assert lines[-1] == b""


def test_a_request_invites_one_who_has_said_yes() -> None:
    calendar, event = read(calendars.request(EVENT))

    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (EVENT.uid, 3, "CONFIRMED")
    assert event["ATTENDEE"] == "mailto:karen@eksempel.dk"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ORGANIZER"] == "mailto:frivillig@eksempel.dk"
    assert event["SUMMARY"] == EVENT.summary
    assert event["DESCRIPTION"] == EVENT.description
    assert event["LOCATION"] == EVENT.location
    assert event["URL"] == EVENT.url


def test_a_cancellation_has_the_same_uid_and_says_so() -> None:
    calendar, event = read(calendars.cancel(EVENT))

    assert calendar["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (EVENT.uid, 3, "CANCELLED")
    assert event["ATTENDEE"] == "mailto:karen@eksempel.dk"


def test_a_cancellation_that_calendars_would_ignore_is_refused() -> None:
    with pytest.raises(ValueError, match="higher sequence"):
        calendars.cancel(replace(EVENT, sequence=0))


@pytest.mark.parametrize("make", [calendars.request, calendars.cancel])
def test_nobody_to_invite_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="somebody to invite"):
        make(replace(EVENT, attendee=None))


def test_a_feed_names_no_attendee_and_shows_each_status() -> None:
    waiting = replace(EVENT, uid="b", status=EventStatus.TENTATIVE)
    gone = replace(EVENT, uid="a", status=EventStatus.CANCELLED)
    calendar, _ = read(calendars.publish([waiting, gone], "Mine opgaver"))
    events = calendar.walk("VEVENT")

    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "Mine opgaver")
    assert [(event["UID"], event["STATUS"]) for event in events] == [
        ("a", "CANCELLED"),
        ("b", "TENTATIVE"),
    ]
    assert [event for event in events if "ATTENDEE" in event] == []


def test_the_same_events_in_any_order_give_the_same_feed() -> None:
    later = replace(EVENT, uid="z", starts_at=EVENT.starts_at + timedelta(hours=1))

    assert calendars.publish([EVENT, later], "x") == calendars.publish([later, EVENT], "x")


@given(st.text(alphabet='aæ;,:\\"\r\n\u2028 \u0085BEGIN', max_size=60))
def test_no_text_becomes_a_line_of_its_own(text: str) -> None:
    event = replace(EVENT, summary=f"x{text}x", description=f"x{text}x", location=f"x{text}x")
    usual = [line.split(":")[0].split(";")[0] for line in unfolded(calendars.request(EVENT))]

    lines = unfolded(calendars.request(event))

    assert [line.split(":")[0].split(";")[0] for line in lines] == usual


def test_characters_nobody_sees_are_left_out() -> None:
    _, event = read(
        calendars.request(replace(EVENT, summary="a\x00b\x1bc\x7f", description="d\ve"))
    )

    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("abc", "d\ne")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uid", "a\r\nATTENDEE:mailto:x@y"),
        ("uid", ""),
        ("url", "https://x\r\nX:y"),
        ("url", "javascript:alert(1)"),
        ("sequence", -1),
        ("ends_at", EVENT.starts_at),
        ("starts_at", datetime(2026, 10, 24, 20)),  # noqa: DTZ001
    ],
)
def test_what_has_no_place_in_a_calendar_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(EVENT, **{field: value})


@pytest.mark.parametrize(
    ("name", "email"),
    [("Karen", "karen"), ("Karen", "a@b\r\nBcc: c@d"), ("Ka\r\nren", "a@b.dk"), ("K", "a,b@c.dk")],
)
def test_addresses_with_more_than_an_address_are_refused(name: str, email: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Party(name, email)
