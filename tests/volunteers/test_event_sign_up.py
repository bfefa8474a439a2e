"""Joining an open event: by code, as a colleague, by link and by SMS; and leaving it at erasure."""

import time_machine
from django.test import Client
from django.urls import reverse

from backend.messaging.models import Message
from tests.cast import NOW, Cast
from tests.volunteers.event_stage import an_event, say_yes, volunteer_at
from tests.volunteers.people_pages import NEW_PHONE, newest_code, own_page, wrong_code
from tests.volunteers.test_events import told
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.event_links import event_address
from volunteers.actions.inbound import take_inbound
from volunteers.models import Event, Participant
from volunteers.queries.feeds import volunteer_feed
from volunteers.queries.own_data import own_data

GUEST = {"name": "Gunnar Gæst", "phone": "12 99 99 99", "email": "", "group": "citizen"}


def page_of(event: Event) -> str:
    """The public page."""
    return reverse("volunteers:join_event", args=[event.uuid])


def link_of(participant: Participant) -> str:
    """The path of a new personal link."""
    return "/s/" + event_address(participant, NOW).rsplit("/", 1)[1]


@time_machine.travel(NOW, tick=False)
def test_a_guest_joins_by_a_code_and_nothing_is_stored_before(cast: Cast, client: Client) -> None:
    event = an_event(cast, public=True)
    first = client.post(page_of(event), GUEST)
    wrong = client.post(page_of(event), {**GUEST, "trin": "kode", "code": wrong_code()})
    before = event.participants.count()
    code = {**GUEST, "trin": "kode", "code": newest_code()}

    answers = [client.post(page_of(event), code) for _ in range(2)]

    assert (first.status_code, wrong.status_code, before) == (200, 422, 0)
    assert [answer.status_code for answer in answers] == [302, 302]
    guest = event.participants.get()
    assert (guest.name, guest.phone, guest.answer) == ("Gunnar Gæst", NEW_PHONE, "coming")
    assert told("arr_tilmeldt") == [NEW_PHONE]


@time_machine.travel(NOW, tick=False)
def test_the_number_of_a_volunteer_gives_no_guest(cast: Cast, client: Client) -> None:
    event = an_event(cast, public=True, seats=1)
    fields = {**GUEST, "phone": cast.helper.phone}
    client.post(page_of(event), fields)

    client.post(page_of(event), {**fields, "trin": "kode", "code": newest_code(cast.helper.phone)})

    assert event.participants.get().volunteer == cast.helper


@time_machine.travel(NOW, tick=False)
def test_a_full_event_gives_a_place_in_line(cast: Cast, client: Client) -> None:
    event = an_event(cast, public=True, seats=1)
    say_yes(cast, event, cast.helper)
    client.post(page_of(event), GUEST)

    client.post(page_of(event), {**GUEST, "trin": "kode", "code": newest_code()})

    assert event.participants.get(phone=NEW_PHONE).answer == "waiting"
    assert told("arr_venteliste") == [NEW_PHONE]


@time_machine.travel(NOW, tick=False)
def test_only_open_events_are_on_the_public_pages_without_their_link(
    cast: Cast, client: Client
) -> None:
    shut, event = an_event(cast, title="Kun for os"), an_event(cast, public=True)

    listed = client.get(reverse("volunteers:open_events")).content.decode()
    page = client.get(page_of(event)).content.decode()

    assert ("Kun for os" in listed, event.title in listed) == (False, True)
    assert event.online_url not in page
    assert client.get(page_of(shut)).status_code == 404
    assert client.post(page_of(shut), GUEST).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_link_shows_on_get_and_acts_on_post_alone(cast: Cast, client: Client) -> None:
    event = an_event(cast)
    row = volunteer_at(cast, event, cast.helper)
    link = link_of(row)

    short = client.get(link)
    looks = [client.get(f"{link}/arrangement") for _ in range(2)]
    row.refresh_from_db()
    before = row.answer
    crossed = client.post(
        f"{link}/arrangement", {"svar": "ja"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    deed = client.post(f"{link}/arrangement", {"svar": "ja"})

    assert short.headers["Location"] == f"{link}/arrangement"
    assert [look.status_code for look in looks] == [200, 200]
    assert looks[0].headers["Referrer-Policy"] == "no-referrer"
    assert (before, crossed.status_code, deed.status_code) == ("invited", 403, 302)
    row.refresh_from_db()
    assert row.answer == "coming"
    calendar = client.get(f"{link}/arrangement.ics").content.decode()
    assert "URL:https://moede.test/samspil" in calendar
    assert client.get("/s/ukendt/arrangement").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_full_event_says_so_on_the_link_and_keeps_the_status(cast: Cast, client: Client) -> None:
    event = an_event(cast, seats=1)
    link = link_of(volunteer_at(cast, event, cast.helper))
    event.participants.create(
        municipality=cast.municipality,
        group="staff",
        origin="invited",
        user=cast.leader,
        answer="coming",
        invited_at=NOW,
    )

    answer = client.post(f"{link}/arrangement", {"svar": "ja"})
    again = client.post(f"{link}/arrangement", {"svar": "venteliste"})

    assert (answer.status_code, again.status_code) == (409, 302)
    assert event.participants.get(volunteer=cast.helper).answer == "waiting"


@time_machine.travel(NOW, tick=False)
def test_a_yes_by_sms_answers_the_invitation(cast: Cast) -> None:
    row = volunteer_at(cast, an_event(cast), cast.helper)

    for n, body in enumerate(("Ja tak", "JA")):
        take_inbound(
            municipality=cast.municipality,
            provider_id=f"SM{n}",
            phone=cast.helper.phone,
            body=body,
            at=NOW,
        )

    row.refresh_from_db()
    assert row.answer == "coming"
    # The second yes has no question to answer.
    assert Message.objects.filter(kind="arr_tilmeldt").count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_own_page_shows_events_and_another_persons_is_not_found(
    cast: Cast, client: Client
) -> None:
    event = an_event(cast)
    row = volunteer_at(cast, event, cast.helper)
    stranger = event.participants.create(
        municipality=cast.municipality,
        group="citizen",
        origin="own",
        name="Gunnar",
        phone=NEW_PHONE,
        invited_at=NOW,
    )
    mine = own_page(cast.helper)

    page = client.get(mine).content.decode()
    answers = [
        client.post(f"{mine}/arrangement/{one.uuid}", {"svar": "ja"}).status_code
        for one in (row, stranger)
    ]

    assert event.title in page
    assert answers == [302, 404]
    row.refresh_from_db()
    assert row.answer == "coming"


def test_an_erased_person_leaves_the_events_and_the_next_is_called(cast: Cast) -> None:
    event = an_event(cast, seats=1, public=True)
    row = say_yes(cast, event, cast.helper)
    waiting = event.participants.create(
        municipality=cast.municipality,
        group="citizen",
        origin="own",
        name="Gunnar",
        phone=NEW_PHONE,
        answer="waiting",
        waiting_at=NOW,
        invited_at=NOW,
    )

    erase_volunteer(volunteer=cast.helper, by=cast.actor(cast.coordinator), at=NOW)

    for one in (row, waiting):
        one.refresh_from_db()
    assert (row.answer, waiting.answer) == ("declined", "coming")


def test_the_feed_and_the_own_data_hold_the_event(cast: Cast) -> None:
    event = an_event(cast)
    say_yes(cast, event, cast.helper)

    feed = volunteer_feed(cast.helper, NOW).content.decode()

    assert ("URL:https://moede.test/samspil" in feed, "ATTENDEE" in feed) == (True, False)
    assert [row["Status"] for row in own_data(cast.helper)["Arrangementer"]] == ["Kommer"]
