"""Whom an event invites, which way, at what price; and what they answer."""

import pytest

from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from backend.messaging.stops import opt_out
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers
from tests.volunteers.event_stage import (
    DAY,
    LATER,
    an_association,
    an_event,
    invite,
    say_yes,
    volunteer_at,
)
from tests.volunteers.test_events import calendars, told
from volunteers.actions.event_answers import accept_event, decline_event, wait_for_event
from volunteers.actions.event_clockwork import remind_of_events
from volunteers.actions.event_invitations import invite_to_event, preview_invitation
from volunteers.models import Participant
from volunteers.queries.event_recipients import Audience, Choice
from volunteers.queries.events import standing_of
from volunteers.rules.events import Answer


def names(rows: list[Participant]) -> list[str]:
    return [row.shown_name for row in rows]


def test_groups_are_found_and_nobody_is_invited_twice(cast: Cast) -> None:
    event = an_event(cast)
    an_association(cast)

    first = invite(cast, event, Audience.AMBASSADORS, Audience.LEADERS, Audience.ASSOCIATIONS)

    assert names(first) == [
        "Ambassador",
        "Leader",
        "Leader Elsewhere",
        "Bodil Prøve, Vandreforeningen",
    ]
    assert [row.group for row in first] == ["staff", "staff", "staff", "association"]
    assert [row.department for row in first] == [
        cast.here.department,
        cast.here.department,
        cast.elsewhere.department,
        None,
    ]
    with pytest.raises(Invalid):
        invite(cast, event, Audience.AMBASSADORS)
    assert standing_of(event).invited == 4


def test_departments_and_areas_narrow_the_groups(cast: Cast) -> None:
    make_volunteers(cast, 1, postcode="8000")
    event = an_event(cast)

    leaders = invite(
        cast, event, Audience.LEADERS, departments=frozenset({cast.elsewhere.department_id})
    )
    near = invite(cast, event, Audience.VOLUNTEERS, postcodes=frozenset({"8999"}))

    assert names(leaders) == ["Leader Elsewhere"]
    assert [row.volunteer for row in near] == [cast.helper]


def test_an_ambassador_reaches_the_own_departments_leaders_alone(cast: Cast) -> None:
    event = an_event(cast, department=cast.here.department)
    everybody = Choice(
        frozenset({Audience.LEADERS}),
        departments=frozenset({cast.here.department_id, cast.elsewhere.department_id}),
    )

    asked = invite_to_event(event=event, choice=everybody, by=cast.actor(cast.ambassador), at=NOW)

    assert names(asked) == ["Leader"]


def test_those_who_stopped_pause_or_are_of_another_municipality_are_left_alone(cast: Cast) -> None:
    make_cast("Åby", 2)
    stopped, paused, asked = make_volunteers(cast, 3)
    opt_out(cast.municipality.pk, stopped.phone, NOW)
    paused.paused_until = NOW.date() + DAY
    paused.save()
    event = an_event(cast)

    found = invite(cast, event, Audience.VOLUNTEERS)

    assert {row.volunteer for row in found} == {asked, cast.helper}


def test_the_page_says_ways_segments_and_price_before_anything_is_sent(cast: Cast) -> None:
    call, mail = make_volunteers(cast, 2)
    for person, channel in ((call, "phone"), (mail, "email")):
        person.channel = channel
        person.save()
    event = an_event(cast)
    choice = Choice(frozenset({Audience.VOLUNTEERS, Audience.AMBASSADORS}))
    by = cast.actor(cast.coordinator)

    forecast = preview_invitation(event=event, choice=choice, by=by, at=NOW)

    assert (forecast.people, forecast.mails, forecast.texts, forecast.segments) == (4, 2, 1, 1)
    assert forecast.ore == cast.municipality.sms_price_ore
    assert forecast.call == (call.short_name,)
    assert forecast.sample.startswith("Hej Anna. Vil du med til temaaften om samspil man 30/11 kl.")
    assert Message.objects.count() == Participant.objects.count() == 0
    invite_to_event(event=event, choice=choice, expected=4, by=by, at=NOW)
    sent = Message.objects.filter(kind__startswith="arr_")
    assert (sent.filter(channel="sms").count(), sent.filter(channel="email").count()) == (1, 2)


def test_a_list_that_has_changed_is_not_sent_to_more_than_the_page_said(cast: Cast) -> None:
    event = an_event(cast)
    choice = Choice(frozenset({Audience.VOLUNTEERS}))
    make_volunteers(cast, 1)

    with pytest.raises(Clash):
        invite_to_event(
            event=event, choice=choice, expected=1, by=cast.actor(cast.coordinator), at=NOW
        )

    assert Participant.objects.count() == 0


def test_nobody_is_invited_to_what_has_begun_and_a_leader_invites_nobody(cast: Cast) -> None:
    event = an_event(cast)
    choice = Choice(frozenset({Audience.VOLUNTEERS}))

    with pytest.raises(TooLate):
        invite_to_event(event=event, choice=choice, by=cast.actor(cast.coordinator), at=LATER)
    with pytest.raises(NotAllowed):
        invite_to_event(event=event, choice=choice, by=cast.actor(cast.leader), at=NOW)


def test_an_invitation_by_mail_carries_an_unanswered_calendar_entry(cast: Cast) -> None:
    event = an_event(cast)
    (row,) = invite(cast, event, Audience.AMBASSADORS)
    by = cast.actor(cast.ambassador)

    accept_event(participant=row, by=by, at=NOW)
    accept_event(participant=row, by=by, at=NOW)
    decline_event(participant=row, by=by, at=NOW)

    assert [one[:3] for one in calendars(cast.ambassador.email)] == [
        ("REQUEST", 0, "NEEDS-ACTION"),
        ("REQUEST", 1, "ACCEPTED"),
        ("CANCEL", 2, "NEEDS-ACTION"),
    ]


def test_the_last_seat_goes_to_the_first_and_a_no_calls_the_next_in_line(cast: Cast) -> None:
    first, second, third = make_volunteers(cast, 3)
    event = an_event(cast, seats=1)
    one = say_yes(cast, event, first)

    with pytest.raises(Clash) as refusal:
        say_yes(cast, event, second)
    assert refusal.value.code == "full"
    for n, person in enumerate((second, third)):
        row = volunteer_at(cast, event, person)
        wait_for_event(participant=row, by=link_actor(person), at=NOW + n * DAY)
    decline_event(participant=one, by=link_actor(first), at=NOW + 2 * DAY)

    answers = {row.volunteer: row.answer for row in standing_of(event).people}
    assert answers == {
        first: Answer.DECLINED,
        second: Answer.COMING,
        third: Answer.WAITING,
        cast.helper: Answer.INVITED,
    }
    assert told("arr_plads") == [second.phone]


def test_an_answer_is_the_persons_own_or_noted_by_those_who_plan(cast: Cast) -> None:
    (stranger,) = make_volunteers(cast, 1)
    event = an_event(cast)
    row = volunteer_at(cast, event, cast.helper)

    for by in (link_actor(stranger), cast.actor(cast.leader)):
        with pytest.raises(NotAllowed):
            accept_event(participant=row, by=by, at=NOW)
    noted = accept_event(participant=row, by=cast.actor(cast.coordinator), at=NOW)

    assert noted.answer == Answer.COMING


def test_nobody_answers_after_the_start(cast: Cast) -> None:
    event = an_event(cast)
    row = volunteer_at(cast, event, cast.helper)

    with pytest.raises(TooLate):
        accept_event(participant=row, by=link_actor(cast.helper), at=LATER)


def test_one_reminder_the_day_before_and_another_when_it_is_moved(cast: Cast) -> None:
    event = an_event(cast)
    say_yes(cast, event, cast.helper)
    eve = NOW + 6 * DAY

    counts = [remind_of_events(at) for at in (NOW, eve, eve)]

    assert counts == [0, 1, 0]
    assert told("arr_paamindelse") == [cast.helper.phone]
