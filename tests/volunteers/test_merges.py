"""Two rows of one person become one, and nothing that happened is lost."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.audit.models import AuditEntry
from backend.common.refusals import Clash, NotAllowed
from backend.messaging.stops import has_opted_out
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.attendance import record_attendance
from volunteers.actions.links import issue_my_page_link
from volunteers.actions.merges import MOVED, merge_volunteers
from volunteers.actions.stops import stop_texts
from volunteers.models import (
    Acceptance,
    Assignment,
    Association,
    Certificate,
    Link,
    Membership,
    Offer,
    Volunteer,
)
from volunteers.queries.duplicates import possible_duplicates
from volunteers.queries.links import find_link

pytestmark = pytest.mark.django_db


def twins(cast: Cast) -> tuple[Volunteer, Volunteer]:
    """One person entered twice."""
    kept, gone = make_volunteers(cast, 2)
    Volunteer.objects.filter(pk=gone.pk).update(last_name=kept.last_name, sort_key=kept.sort_key)
    gone.refresh_from_db()
    return kept, gone


def merge(cast: Cast, kept: Volunteer, gone: Volunteer) -> Volunteer:
    return merge_volunteers(kept=kept, gone=gone, by=cast.actor(cast.coordinator), at=NOW)


def history(person: Volunteer) -> list[tuple[int, str, object]]:
    rows = Assignment.objects.filter(volunteer=person).order_by("slot_id")
    return [(row.slot_id, row.state, row.hours) for row in rows]


def attended(cast: Cast, person: Volunteer, days: int) -> Slot:
    slot = open_slot(cast, days=days)
    say_yes(slot, person)
    slot.refresh_from_db()
    seat = Assignment.objects.get(slot=slot, volunteer=person)
    record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)
    return slot


def test_history_of_both_is_the_ones_who_stays(cast: Cast) -> None:
    kept, gone = twins(cast)
    one, other = attended(cast, kept, 3), attended(cast, gone, 9)
    hours = Assignment.objects.get(slot=other).hours
    club = Association.objects.create(municipality=cast.municipality, name="Gåklubben")
    Membership.objects.create(association=club, volunteer=gone)
    accepted = Acceptance.objects.filter(volunteer__in=[kept, gone]).count()

    merge(cast, kept, gone)

    assert history(kept) == [(one.pk, "attended", hours), (other.pk, "attended", hours)]
    assert history(gone) == []
    assert kept.memberships.get().association == club
    assert Acceptance.objects.filter(volunteer__in=[kept, gone]).count() == accepted
    gone.refresh_from_db()
    assert (gone.merged_into, gone.last_name, gone.phone) == (kept, "", "slettet")
    entry = AuditEntry.objects.get(deed="merge_volunteers")
    assert entry.details["moved"]["assignments"] == 1


def test_control_deleting_the_double_loses_what_it_did(cast: Cast) -> None:
    """The naive way: the rows that hang on the double go with it."""
    _kept, gone = twins(cast)
    slot = attended(cast, gone, 3)

    for model in (Assignment, Offer, Acceptance):
        model.objects.filter(volunteer=gone).delete()
    gone.delete()

    assert Assignment.objects.filter(slot=slot).count() == 0


def test_every_row_that_points_at_a_person_is_handed_over() -> None:
    elsewhere = {Offer, Assignment, Link, Volunteer}
    pointing = {
        one.related_model
        for one in Volunteer._meta.related_objects
        if one.field.many_to_one or one.field.one_to_one
    }

    assert pointing - elsewhere == set(MOVED)


def test_the_stricter_wish_wins(cast: Cast) -> None:
    kept, gone = twins(cast)
    pause = date(2026, 12, 24)
    Volunteer.objects.filter(pk=gone.pk).update(paused_until=pause, asks_per_week=1)
    stop_texts(municipality=cast.municipality, phone=gone.phone, by=link_actor(gone), at=NOW)
    old = gone.phone

    merge(cast, kept, gone)

    kept.refresh_from_db()
    assert (kept.opted_out_at, kept.paused_until, kept.asks_per_week) == (NOW, pause, 1)
    assert has_opted_out(cast.municipality.pk, kept.phone)
    assert not has_opted_out(cast.municipality.pk, old)


def test_links_of_the_other_number_die_and_those_of_the_kept_live(cast: Cast) -> None:
    kept, gone = twins(cast)
    mine, theirs = (
        issue_my_page_link(volunteer=one, at=NOW).rsplit("/", 1)[1] for one in (kept, gone)
    )

    merge(cast, kept, gone)

    found = [find_link(token, NOW, [Link.Purpose.MY_PAGE]) for token in (mine, theirs)]
    assert [link is not None for link in found] == [True, False]


def test_of_two_answers_about_one_time_the_seat_stays_and_the_other_is_given_back(
    cast: Cast,
) -> None:
    kept, gone = twins(cast)
    slot = open_slot(cast, seats=2)
    offer_to(slot, kept)
    say_yes(slot, gone)

    merge(cast, kept, gone)

    seat = Assignment.objects.get(slot=slot, volunteer=kept)
    assert (seat.state, Slot.objects.get(pk=slot.pk).seats_taken) == ("confirmed", 1)
    assert seat.offer is not None
    assert (seat.offer.volunteer, seat.offer.state) == (kept, "accepted")


def test_two_seats_at_one_time_become_one(cast: Cast) -> None:
    kept, gone = twins(cast)
    slot = open_slot(cast, seats=2)
    for person in (kept, gone):
        say_yes(slot, person)

    merge(cast, kept, gone)

    held = Assignment.objects.filter(slot=slot, state="confirmed")
    assert [seat.volunteer for seat in held] == [kept]
    assert Slot.objects.get(pk=slot.pk).seats_taken == 1


def test_two_who_both_came_are_two_people(cast: Cast) -> None:
    kept, gone = twins(cast)
    slot = open_slot(cast, seats=2)
    for person in (kept, gone):
        seat = say_yes(slot, person)
        record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)

    with pytest.raises(Clash):
        merge(cast, kept, gone)

    assert Volunteer.objects.filter(pk=gone.pk, anonymised_at__isnull=True).exists()


def test_a_certificate_in_order_and_a_place_in_line_follow(cast: Cast) -> None:
    kept, gone = twins(cast)
    until = NOW.date() + timedelta(days=400)
    for person, state in ((kept, {}), (gone, {"state": "in_order", "ok_until": until})):
        Certificate.objects.create(
            municipality=cast.municipality,
            volunteer=person,
            kind="children",
            wanted_at=NOW,
            **({**state, "assessed_on": NOW.date(), "assessed_by": cast.leader} if state else {}),
        )

    merge(cast, kept, gone)

    assert kept.certificates.get().ok_until == until


def test_the_second_time_changes_nothing_and_only_the_coordinator_may(cast: Cast) -> None:
    kept, gone = twins(cast)
    with pytest.raises(NotAllowed):
        merge_volunteers(kept=kept, gone=gone, by=cast.actor(cast.leader), at=NOW)
    for _ in range(2):
        merge(cast, kept, gone)

    assert AuditEntry.objects.filter(deed="merge_volunteers").count() == 1


def test_pairs_are_found_by_name_and_town_by_mail_and_by_number(cast: Cast) -> None:
    kept, gone = twins(cast)
    Volunteer.objects.filter(pk=gone.pk).update(phone="+46" + kept.phone[3:], email=kept.email)

    [pair] = possible_duplicates(cast.actor(cast.coordinator))

    assert (pair.older, pair.newer) == (kept, gone)
    assert sorted(pair.alike) == ["e-mail", "navn og postnummer", "telefon"]


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Iterator[Client]:
    """The coordinator, signed in, with the door's clock still."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        yield client


def test_the_pages_show_the_two_and_keep_the_chosen_number(coordinator: Client, cast: Cast) -> None:
    kept, gone = twins(cast)
    page = reverse("volunteers:merge", args=[kept.uuid, gone.uuid])

    listed = coordinator.get(reverse("volunteers:duplicates")).content.decode()
    assert page in listed
    assert coordinator.get(page).status_code == 200
    answer = coordinator.post(page, {"bliver": str(gone.uuid)})

    assert answer.headers["Location"] == reverse("volunteers:person", args=[gone.uuid])
    kept.refresh_from_db()
    assert kept.merged_into == gone
