"""Calendars to subscribe to: what stands in them, who may open them, and when nothing is new."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, open_slot
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions.answers import withdraw
from volunteers.actions.changes import cancel_slot
from volunteers.actions.feeds import renew_feed, subscribe
from volunteers.actions.links import issue_link
from volunteers.models import Assignment, InstitutionFeed, Link
from volunteers.queries.feeds import institution_feed, volunteer_feed

pytestmark = pytest.mark.django_db


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def statuses(content: bytes) -> list[tuple[str, str]]:
    events = Calendar.from_ical(content).walk("VEVENT")
    return [(str(event["SUMMARY"]).split(",")[0], str(event["STATUS"])) for event in events]


def test_a_persons_feed_shows_yes_line_and_off_but_no_withdrawal(cast: Cast) -> None:
    yes, off, gone = (open_slot(cast, days=n, title=f"Tid {n}") for n in (3, 4, 5))
    for slot in (yes, off, gone):
        say_yes(slot, cast.helper)
    full = slot_with(cast, 1, days=6)
    stand_in_line(full, cast.helper)
    cancel_slot(slot=off, reason="Vejret", by=cast.actor(cast.leader), at=NOW)
    seat = Assignment.objects.get(slot=gone, volunteer=cast.helper)
    withdraw(assignment=seat, by=link_actor(cast.helper), at=NOW)

    feed = volunteer_feed(cast.helper, NOW + timedelta(hours=1))

    assert statuses(feed.content) == [
        ("Tid 3", "CONFIRMED"),
        ("Tid 4", "CANCELLED"),
        ("Følgeskab til koncert", "TENTATIVE"),
    ]
    assert b"ATTENDEE" not in feed.content
    assert b"METHOD:PUBLISH" in feed.content
    assert volunteer_feed(cast.helper, NOW + timedelta(hours=2)).etag == feed.etag


def test_the_window_is_sixty_days_back_and_a_year_ahead(cast: Cast) -> None:
    say_yes(open_slot(cast), cast.helper)

    def events(days: float) -> int:
        return len(statuses(volunteer_feed(cast.helper, NOW + timedelta(days=days)).content))

    assert [events(days) for days in (3 + 59, 3 + 61)] == [1, 0]
    assert [events(days) for days in (3 - 364, 3 - 366)] == [1, 0]


def test_a_feed_answers_304_until_something_changes(cast: Cast, client: Client) -> None:
    slot = open_slot(cast)
    path = path_of(subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW))
    say_yes(slot, cast.helper)

    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    cancel_slot(
        slot=Slot.objects.get(pk=slot.pk), reason="Vejret", by=cast.actor(cast.leader), at=NOW
    )
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert [one.status_code for one in (first, again, changed)] == [200, 304, 200]
    assert (again.content, first.headers["Content-Type"]) == (b"", "text/calendar; charset=utf-8")
    assert first.headers["ETag"].startswith('"')


def test_a_link_opens_nothing_but_its_own_purpose(cast: Cast, client: Client) -> None:
    say_yes(open_slot(cast), cast.helper)
    offer = cast.helper.offers.get()
    answer = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW).rsplit("/", 1)[1]
    calendar = path_of(subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW))
    token = calendar.removeprefix("/kalender/").removesuffix(".ics")

    assert client.get(f"/kalender/{answer}.ics").status_code == 404
    assert client.get(f"/kalender/sted/{token}.ics").status_code == 404
    for path in (f"/s/{token}", f"/s/{token}/kalender.ics"):
        assert client.get(path).status_code == 404
    assert client.post(f"/s/{token}/abonner").status_code == 404


def test_the_newest_three_addresses_work(cast: Cast, client: Client) -> None:
    paths = [
        path_of(subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW)) for _ in range(4)
    ]

    assert [client.get(path).status_code for path in paths] == [404, 200, 200, 200]


def test_an_institutions_feed_counts_and_names_nobody(cast: Cast, client: Client) -> None:
    slot_with(cast, 2, seats=3)
    client.force_login(cast.leader)
    page = client.post(f"/kalender/sted/{cast.here.pk}/").content.decode()
    address = page.split("<strong>")[1].split("</strong>")[0]
    client.logout()

    content = client.get(path_of(address)).content

    assert statuses(content) == [("Følgeskab til koncert (2/3)", "CONFIRMED")]
    assert [name for name in (b"Anna", b"anna") if name in content] == []
    renew_feed(institution=cast.here, by=cast.actor(cast.leader), at=NOW)
    assert client.get(path_of(address)).status_code == 404
    assert InstitutionFeed.objects.filter(revoked_at__isnull=True).count() == 1


def test_the_board_leads_to_the_places_calendar(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)

    board = client.get("/tavle/").content.decode()

    assert board.count(f'href="/kalender/sted/{cast.here.pk}/"') == 1


def test_a_foreign_leader_gets_no_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader_elsewhere)

    assert client.get(f"/kalender/sted/{cast.here.pk}/").status_code == 404
    assert client.post(f"/kalender/sted/{cast.here.pk}/").status_code == 404
    assert InstitutionFeed.objects.count() == 0


def test_a_feed_takes_the_same_queries_for_any_times(cast: Cast, django_assert_num_queries) -> None:
    for days in (3, 4, 5):
        say_yes(open_slot(cast, days=days), cast.helper)
    make_volunteers(cast, 1)

    with django_assert_num_queries(2):
        volunteer_feed(cast.helper, NOW)
    with django_assert_num_queries(1):
        institution_feed(cast.here, NOW)
