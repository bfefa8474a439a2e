"""Attendance by group, an ambassador's training, series, and the figures."""

from datetime import date

import pytest

from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.roles import change_role
from institutions.models import Role
from tests.cast import NOW, Cast, make_volunteers
from tests.volunteers.event_stage import DAY, LATER, a_course, an_event, invite, say_yes
from volunteers.actions.event_attendance import count_heads, mark_presence, note_initiatives
from volunteers.actions.event_clockwork import forget_guests
from volunteers.actions.events import cancel_event
from volunteers.models import Event, EventSeries, Participant
from volunteers.queries.event_courses import courses_of_user, courses_of_volunteer
from volunteers.queries.event_recipients import Audience
from volunteers.queries.event_series import series_table
from volunteers.queries.event_statistics import awareness_of, figures_of
from volunteers.queries.events import year_span
from volunteers.rules.events import EventKind, Group, Presence

YEAR = year_span(2026)


def came(cast: Cast, participant: Participant, presence: Presence = Presence.PLACE) -> Participant:
    """The coordinator notes it afterwards."""
    by = cast.actor(cast.coordinator, LATER)
    return mark_presence(participant=participant, presence=presence, by=by, at=LATER)


def ambassador_row(cast: Cast, event: Event) -> Participant:
    """The ambassador, invited."""
    invite(cast, event, Audience.AMBASSADORS)
    return event.participants.get(user=cast.ambassador)


def trained(cast: Cast) -> date | None:
    """The date on the ambassador's role."""
    return Role.objects.get(user=cast.ambassador).trained_on


def test_attendance_waits_for_the_start_and_is_the_planners(cast: Cast) -> None:
    row = say_yes(cast, an_event(cast), cast.helper)

    with pytest.raises(Clash):
        mark_presence(
            participant=row, presence=Presence.PLACE, by=cast.actor(cast.coordinator), at=NOW
        )
    by = cast.actor(cast.ambassador, LATER)
    with pytest.raises(NotAllowed):
        mark_presence(participant=row, presence=Presence.PLACE, by=by, at=LATER)


def test_nobody_is_online_where_there_was_no_link(cast: Cast) -> None:
    row = say_yes(cast, an_event(cast, online_url=""), cast.helper)

    with pytest.raises(Clash):
        came(cast, row, Presence.ONLINE)


def test_a_course_gives_the_ambassador_its_date_and_takes_it_back(cast: Cast) -> None:
    event = a_course(cast)
    row = ambassador_row(cast, event)

    came(cast, row)
    after = trained(cast)
    came(cast, row, Presence.UNKNOWN)

    assert (after, trained(cast)) == (date(2026, 11, 30), None)


def test_control_a_course_that_trains_nobody_gives_no_date(cast: Cast) -> None:
    came(cast, ambassador_row(cast, a_course(cast, trains_ambassadors=False)))

    assert trained(cast) is None


def test_a_date_written_by_hand_is_kept_until_a_newer_course(cast: Cast) -> None:
    by_hand = date(2026, 11, 1)
    change_role(
        role=Role.objects.get(user=cast.ambassador),
        valid_until=None,
        trained_on=by_hand,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    row = ambassador_row(cast, a_course(cast))

    came(cast, row, Presence.ABSENT)
    absent = trained(cast)
    came(cast, row, Presence.PLACE)

    assert (absent, trained(cast)) == (by_hand, date(2026, 11, 30))


def test_a_course_in_parts_trains_when_every_part_is_attended(cast: Cast) -> None:
    first = a_course(cast, new_series="Ambassadørkursus", title="Del 1")
    series = EventSeries.objects.get()
    second = a_course(
        cast, series=series, title="Del 2", starts_at=NOW + 14 * DAY, ends_at=NOW + 15 * DAY
    )
    third = a_course(cast, series=series, title="Del 3")
    cancel_event(event=third, reason="Sygdom", by=cast.actor(cast.coordinator), at=NOW)
    rows = [ambassador_row(cast, part) for part in (first, second)]

    came(cast, rows[0])
    half = (trained(cast), [(one.attended, one.parts) for one in courses_of_user(cast.ambassador)])
    came(cast, rows[1], Presence.ONLINE)

    assert half == (None, [(1, 2)])
    assert trained(cast) == date(2026, 12, 7)
    table = series_table(series)
    assert [part.title for part in table.parts] == ["Del 1", "Del 2"]
    assert [(one.first.shown_name, one.attended) for one in table.people] == [("Ambassador", 2)]
    assert table.completed == 1


def test_a_volunteer_has_completed_the_courses_they_were_at(cast: Cast) -> None:
    course = a_course(cast, trains_ambassadors=False)
    evening = an_event(cast)
    for event in (course, evening):
        came(cast, say_yes(cast, event, cast.helper))

    (done,) = courses_of_volunteer(cast.helper)

    assert (done.title, done.on, done.completed) == ("Kursus", date(2026, 11, 30), True)


def test_the_year_is_counted_by_kind_and_group_with_heads_at_the_door(cast: Cast) -> None:
    event = an_event(cast, kind=EventKind.DIALOGUE)
    came(cast, say_yes(cast, event, cast.helper), Presence.ONLINE)
    by = cast.actor(cast.coordinator, LATER)
    for citizens in (40, 12):
        count_heads(event=event, group=Group.CITIZEN, at_place=citizens, online=1, by=by, at=LATER)
    an_event(cast, kind=EventKind.COURSE)
    off = an_event(cast, kind=EventKind.TALK)
    cancel_event(event=off, reason="Sygdom", by=cast.actor(cast.coordinator), at=NOW)

    lines = {line.kind: line for line in figures_of(cast.municipality.pk, *YEAR)}

    dialogue, course, talk = (
        lines[kind] for kind in (EventKind.DIALOGUE, EventKind.COURSE, EventKind.TALK)
    )
    assert (dialogue.held, dialogue.came, dialogue.online, dialogue.travel_minutes) == (
        1,
        14,
        2,
        120,
    )
    assert [n for _, n in dialogue.counts] == [1, 13, 0, 0, 0]
    # A course nobody came to was held all the same, and is told apart.
    assert (course.held, course.came, course.empty) == (1, 0, 1)
    assert (talk.held, talk.cancelled, talk.empty) == (0, 1, 0)


def test_awareness_counts_colleagues_who_were_asked_and_their_departments(cast: Cast) -> None:
    event = an_event(cast)
    invite(cast, event, Audience.LEADERS, Audience.AMBASSADORS)
    came(cast, event.participants.get(user=cast.leader))
    came(cast, say_yes(cast, event, cast.helper))
    dialogue = an_event(cast, kind=EventKind.DIALOGUE)
    invite(cast, dialogue, Audience.LEADERS)

    found = awareness_of(cast.municipality.pk, *YEAR)

    assert (found.came, found.invited, found.departments) == (1, 3, 1)


def test_heads_that_cannot_be_are_refused(cast: Cast) -> None:
    event = an_event(cast, online_url="")
    by = cast.actor(cast.coordinator, LATER)

    with pytest.raises(Clash):
        count_heads(event=event, group=Group.CITIZEN, at_place=0, online=1, by=by, at=LATER)
    with pytest.raises(Invalid):
        count_heads(event=event, group=Group.CITIZEN, at_place=9999, online=0, by=by, at=LATER)


def test_a_workshop_lists_what_it_began_and_other_kinds_do_not(cast: Cast) -> None:
    workshop = an_event(cast, kind=EventKind.WORKSHOP)
    by = cast.actor(cast.coordinator, LATER)
    words = "Højtlæsning i vuggestuen\n\n Gåture på havnen "

    note_initiatives(event=workshop, initiatives=words, by=by, at=LATER)

    workshop.refresh_from_db()
    assert workshop.started == ["Højtlæsning i vuggestuen", "Gåture på havnen"]
    with pytest.raises(Clash):
        note_initiatives(event=an_event(cast), initiatives=words, by=by, at=LATER)


def test_guests_are_forgotten_a_month_after_and_volunteers_are_not(cast: Cast) -> None:
    event = an_event(cast)
    known = say_yes(cast, event, make_volunteers(cast, 1)[0])
    guest = Participant.objects.create(
        municipality=cast.municipality,
        event=event,
        group=Group.CITIZEN,
        origin="own",
        name="Gunnar",
        phone="+4512888888",
        invited_at=NOW,
    )

    counts = [forget_guests(event.ends_at + n * DAY) for n in (29, 30, 31)]

    guest.refresh_from_db()
    assert counts == [0, 1, 0]
    assert (guest.name, guest.phone, guest.shown_name) == ("", "", "Gæst")
    assert known.shown_name == "Anna Prøve 2"
