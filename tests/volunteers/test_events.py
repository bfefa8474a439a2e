"""Planning, moving and calling off an event, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from institutions.models import Department
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers
from tests.volunteers.event_stage import (
    DAY,
    LATER,
    an_event,
    event_fields,
    invite,
    say_yes,
    volunteer_at,
)
from volunteers.actions.event_answers import decline_event, wait_for_event
from volunteers.actions.events import cancel_event, change_event, plan_event
from volunteers.models import Event, Participant
from volunteers.queries.event_recipients import Audience
from volunteers.rules.events import KIND_WORDS


def told(kind: str) -> list[str]:
    """To whom messages of a kind go, in order."""
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("to", flat=True))


def calendars(to: str) -> list[tuple[str, int, str, str]]:
    """What a person's calendar was sent: method, sequence, status of the answer, place."""
    rows = Message.objects.filter(to=to, kind="arr_kalender").order_by("id")
    return [_read(row.calendar) for row in rows]


def _read(text: str) -> tuple[str, int, str, str]:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    answer = event["attendee"].params["PARTSTAT"]
    return (str(calendar["method"]), int(event["sequence"]), str(answer), str(event["location"]))


def test_the_kinds_are_those_of_the_strategy() -> None:
    assert sorted(word.lower() for word in KIND_WORDS.values()) == [
        "dialogmøde",
        "gå-hjem-møde",
        "kursus",
        "netværksmøde",
        "oplæg",
        "realiseringsværksted",
        "temaaften",
        "temadag",
        "temamøde",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": NOW + 7 * DAY}, "ends_at"),
        ({"starts_at": NOW - DAY, "ends_at": NOW}, "starts_at"),
        ({"place": "", "online_url": ""}, "place"),
        ({"online_url": "moede.test"}, "online_url"),
        ({"online_url": "https://moede.test/a b"}, "online_url"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"seats": 0}, "seats"),
        ({"sms_title": "x" * 25}, "sms_title"),
        ({"sms_title": "Ελληνικά"}, "sms_title"),
        ({"trains_ambassadors": True}, "trains_ambassadors"),
        ({"title": " "}, "title"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        an_event(cast, **changes)

    assert list(refusal.value.fields) == [field]
    assert Event.objects.count() == 0


def test_an_ambassador_plans_for_the_own_department_alone(cast: Cast) -> None:
    by = cast.actor(cast.ambassador)
    own, other = (cast.here.department, cast.elsewhere.department)

    def plan(department: Department | None) -> Event:
        fields = event_fields(department=department)
        return plan_event(municipality=cast.municipality, fields=fields, by=by, at=NOW)

    assert plan(own).department == own
    for department in (other, None):
        with pytest.raises(NotAllowed):
            plan(department)


def test_nobody_plans_in_another_municipality(cast: Cast) -> None:
    other = make_cast("Åby", 2)

    with pytest.raises(NotAllowed):
        plan_event(
            municipality=other.municipality,
            fields=event_fields(),
            by=cast.actor(cast.coordinator),
            at=NOW,
        )


def test_a_moved_event_is_told_to_all_but_those_who_said_no(cast: Cast) -> None:
    first, second = make_volunteers(cast, 2)
    event = an_event(cast)
    say_yes(cast, event, first)
    no = volunteer_at(cast, event, second)
    decline_event(participant=no, by=link_actor(second), at=NOW)
    moved = {"starts_at": NOW + 8 * DAY, "ends_at": NOW + 8 * DAY + timedelta(hours=2)}

    count = change_event(
        event=event, fields=event_fields(**moved), by=cast.actor(cast.coordinator), at=NOW
    )

    assert count == 2
    assert told("arr_aendring") == [first.phone, cast.helper.phone]
    assert calendars(first.email) == [
        ("REQUEST", 0, "ACCEPTED", "Rådhuset, Søvej 1. Online: https://moede.test/samspil"),
        ("REQUEST", 1, "ACCEPTED", "Rådhuset, Søvej 1. Online: https://moede.test/samspil"),
    ]
    assert event.participants.get(volunteer=first).answer == "coming"


def test_the_same_fields_again_tell_nobody(cast: Cast) -> None:
    event = an_event(cast)
    say_yes(cast, event, cast.helper)
    by = cast.actor(cast.coordinator)

    again = change_event(event=event, fields=event_fields(), by=by, at=NOW)
    words = change_event(event=event, fields=event_fields(title="Nyt navn"), by=by, at=NOW)

    assert (again, words, told("arr_aendring")) == (0, 0, [])


def test_a_cancelled_event_is_told_everywhere_and_only_once(cast: Cast) -> None:
    event = an_event(cast)
    say_yes(cast, event, cast.helper)
    invite(cast, event, Audience.AMBASSADORS)
    by = cast.actor(cast.coordinator)

    counts = [cancel_event(event=event, reason="Sygdom", by=by, at=NOW) for _ in range(2)]

    assert counts == [2, 0]
    # The ambassador has no telephone; the volunteer has both.
    assert told("arr_aflysning") == [cast.helper.phone]
    assert calendars(cast.ambassador.email)[-1][:2] == ("CANCEL", 1)
    assert calendars(cast.helper.email)[-1][:2] == ("CANCEL", 1)
    mail = Message.objects.filter(calendar_method="CANCEL").first()
    assert mail is not None
    assert "Sygdom" in mail.body


def test_who_was_only_asked_by_sms_has_nothing_to_take_out_of_a_calendar(cast: Cast) -> None:
    event = an_event(cast)
    volunteer_at(cast, event, cast.helper)

    cancel_event(event=event, reason="Sygdom", by=cast.actor(cast.coordinator), at=NOW)

    assert calendars(cast.helper.email) == []
    assert told("arr_aflysning") == [cast.helper.phone]


def test_an_event_that_is_over_is_neither_changed_nor_called_off(cast: Cast) -> None:
    event = an_event(cast)
    by = cast.actor(cast.coordinator, LATER)

    with pytest.raises(TooLate):
        cancel_event(event=event, reason="Sygdom", by=by, at=LATER)
    with pytest.raises(TooLate):
        change_event(event=event, fields=event_fields(), by=by, at=LATER)


def test_a_cancelled_event_takes_no_change_and_no_answer(cast: Cast) -> None:
    event = an_event(cast)
    row = volunteer_at(cast, event, cast.helper)
    by = cast.actor(cast.coordinator)
    cancel_event(event=event, reason="Sygdom", by=by, at=NOW)

    with pytest.raises(Clash):
        change_event(event=event, fields=event_fields(), by=by, at=NOW)
    with pytest.raises(Clash):
        wait_for_event(participant=row, by=link_actor(cast.helper), at=NOW)


def test_more_seats_call_the_next_in_line_and_fewer_than_taken_are_refused(cast: Cast) -> None:
    first, second = make_volunteers(cast, 2)
    event = an_event(cast, seats=1)
    say_yes(cast, event, first)
    waits = volunteer_at(cast, event, second)
    wait_for_event(participant=waits, by=link_actor(second), at=NOW)
    by = cast.actor(cast.coordinator)

    change_event(event=event, fields=event_fields(seats=2), by=by, at=NOW)

    assert Participant.objects.get(pk=waits.pk).answer == "coming"
    assert told("arr_plads") == [second.phone]
    with pytest.raises(Invalid) as refusal:
        change_event(event=event, fields=event_fields(seats=1), by=by, at=NOW)
    assert list(refusal.value.fields) == ["seats"]
