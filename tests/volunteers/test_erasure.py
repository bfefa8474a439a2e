"""Erasing people: seats given back first, and nothing that tells who they were, in any table."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from backend.audit.models import AuditEntry
from backend.common.actors import clock
from backend.common.refusals import NotAllowed
from backend.messaging.models import InboundText, Message, OptOut
from backend.messaging.outbox import queue_sms
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.inbound import take_inbound
from volunteers.actions.links import issue_my_page_link
from volunteers.actions.stops import stop_texts
from volunteers.models import Assignment, Link, Offer, Volunteer
from volunteers.queries.links import find_link

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [f"{table}: {' '.join(row.split())}" for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def traces(people: list[tuple[str, str, str]], text: str) -> list[str]:
    """Which surnames, numbers and addresses of these people still stand in the dump."""
    found = set()
    for line in text.lower().split("\n"):
        table = line.split(":")[0]
        found |= {
            f"{word} in {table}" for person in people for word in person if word.lower() in line
        }
    return sorted(found)


def lived_in(cast: Cast, count: int) -> list[Volunteer]:
    """People with a history: seats, a line, texts both ways, a stop, links, deeds by staff."""
    people = make_volunteers(cast, count)
    for n, person in enumerate(people):
        person.last_name = f"Efternavn{n:03}x"
        person.save()
    slot = open_slot(cast, seats=max(count - 1, 1), days=4)
    slot = Slot.objects.get(pk=slot.pk)
    for person in people[: slot.seats]:
        say_yes(slot, person)
    for person in people[slot.seats :]:
        stand_in_line(slot, person)
    for n, person in enumerate(people):
        issue_my_page_link(volunteer=person, at=NOW)
        take_inbound(
            municipality=cast.municipality,
            provider_id=f"SM{n}",
            phone=person.phone,
            body=f"Hej, det er {person.full_name}",
            at=NOW,
        )
    stop_texts(
        municipality=cast.municipality, phone=people[0].phone, by=link_actor(people[0]), at=NOW
    )
    return people


def who(people: list[Volunteer]) -> list[tuple[str, str, str]]:
    return [(person.last_name, person.phone, person.email) for person in people]


def test_erasing_fifty_people_leaves_no_trace_in_any_table(cast: Cast) -> None:
    people = lived_in(cast, 50)
    known = who(people)
    assert len(traces(known, dump())) > 150

    for person in people:
        erase_volunteer(volunteer=person, by=clock(cast.municipality.pk), at=NOW)

    assert traces(known, dump()) == []


def test_control_erasing_the_persons_row_alone_leaves_traces(cast: Cast) -> None:
    people = lived_in(cast, 2)
    known = who(people)

    for person in people:
        Volunteer.objects.filter(pk=person.pk).update(
            first_name="Slettet", last_name="", sort_key="", phone="", email="", anonymised_at=NOW
        )

    tables = {line.split(" in ")[1] for line in traces(known, dump())}
    assert tables == {
        "messaging_message",
        "messaging_inboundtext",
        "messaging_optout",
        "volunteers_dialogueline",
    }


def test_seats_are_given_back_and_the_next_in_line_is_called(cast: Cast) -> None:
    slot = open_slot(cast, seats=1)
    leaving, waiting = make_volunteers(cast, 2)
    say_yes(slot, leaving)
    stand_in_line(slot, waiting)

    erase_volunteer(volunteer=leaving, by=link_actor(leaving), at=NOW)

    seat = Assignment.objects.get(volunteer=leaving)
    assert (seat.state, Slot.objects.get(pk=slot.pk).seats_taken) == ("withdrawn", 0)
    assert Message.objects.filter(kind="ledig_plads", to=waiting.phone).count() == 1


def test_after_the_cut_off_the_leader_is_told(cast: Cast) -> None:
    cast.leader.phone = "+4512349999"
    cast.leader.save()
    slot = slot_with(cast, 1, days=3)
    person = Assignment.objects.get(slot=slot).volunteer
    late = slot.starts_at - timedelta(hours=2)

    erase_volunteer(volunteer=person, by=link_actor(person), at=late)

    assert Slot.objects.get(pk=slot.pk).seats_taken == 0
    told = Message.objects.filter(kind="leder_afbud")
    assert [message.to for message in told] == [cast.leader.phone]


def test_what_counts_stays_as_numbers(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    person = Assignment.objects.get(slot=slot).volunteer
    sent = Message.objects.count()

    erase_volunteer(volunteer=person, by=link_actor(person), at=slot.ends_at)

    assert Assignment.objects.get(slot=slot).state == "confirmed"
    assert Offer.objects.filter(volunteer=person).count() == 1
    assert Message.objects.count() == sent
    assert Message.objects.filter(recipient_ref=person.pk).exclude(to="slettet").count() == 0


def test_links_end_and_the_number_is_free_again(cast: Cast) -> None:
    person = cast.helper
    phone = person.phone
    token = issue_my_page_link(volunteer=person, at=NOW).rsplit("/", 1)[1]
    assert find_link(token, NOW, [Link.Purpose.MY_PAGE]) is not None

    erase_volunteer(volunteer=person, by=link_actor(person), at=NOW)

    assert find_link(token, NOW, [Link.Purpose.MY_PAGE]) is None
    assert Client().get(f"/s/{token}/mig").status_code == 404
    assert make_volunteers(cast, 1, phone=phone)[0].pk != person.pk


def test_nothing_more_is_sent_to_the_erased(cast: Cast) -> None:
    person = cast.helper
    waiting = queue_sms(
        municipality=cast.municipality,
        kind="tilbud",
        to=person.phone,
        body="Hej",
        dedupe_key="x",
        at=NOW,
        recipient_ref=person.pk,
    )
    offer = offer_to(open_slot(cast), person)

    erase_volunteer(volunteer=person, by=link_actor(person), at=NOW)

    waiting.refresh_from_db()
    offer.refresh_from_db()
    assert (waiting.state, offer.state) == ("recalled", "recalled")


def test_the_second_time_changes_nothing(cast: Cast) -> None:
    by = link_actor(cast.helper)
    for _ in range(2):
        erase_volunteer(volunteer=cast.helper, by=by, at=NOW)

    assert AuditEntry.objects.filter(deed="erase_volunteer").count() == 1


def test_only_the_person_those_who_keep_people_and_the_clock_may(cast: Cast) -> None:
    other = make_volunteers(cast, 1)[0]
    for stranger in (link_actor(other), cast.actor(cast.leader), clock(0)):
        with pytest.raises(NotAllowed):
            erase_volunteer(volunteer=cast.helper, by=stranger, at=NOW)

    erase_volunteer(volunteer=cast.helper, by=cast.actor(cast.coordinator), at=NOW)

    assert Volunteer.objects.get(pk=cast.helper.pk).anonymised_at == NOW
    assert OptOut.objects.count() + InboundText.objects.count() == 0
