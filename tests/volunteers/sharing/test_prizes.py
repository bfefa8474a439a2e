"""The last talk with who stops, and prizes without points."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.messaging.models import Message
from tests.cast import NOW, Cast, link_actor, make_volunteers
from tests.volunteers.association_stage import make_association
from tests.volunteers.people_pages import own_page
from tests.volunteers.sharing.stage import DAY, a_helper, a_nomination
from volunteers.actions.afterwards.exit_talks import (
    answer_exit_talk,
    hold_exit_talk,
    offer_exit_talk,
)
from volunteers.actions.afterwards.nominations import (
    Nominee,
    award_prize,
    nominate,
    withdraw_nomination,
)
from volunteers.actions.attendance import record_attendance
from volunteers.models import ExitTalk, Nomination, Volunteer
from volunteers.queries.afterwards.exit_talks import talks_to_hold


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten, a week later."""
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        yield


def offered(cast: Cast, person: Volunteer) -> ExitTalk:
    return offer_exit_talk(volunteer=person, by=cast.actor(cast.coordinator), at=NOW)


def test_offered_once_by_text_and_answered_on_the_own_page(cast: Cast, client: Client) -> None:
    person = a_helper(cast)
    talk = offered(cast, person)

    again = offered(cast, person)
    page = own_page(person, NOW + 7 * DAY)
    shown = client.get(page).content.decode()
    client.post(f"{page}/samtale", {"samtale": "ja"})

    talk.refresh_from_db()
    assert (again, talk.wanted) == (talk, True)
    assert Message.objects.filter(kind="afslutning", to=person.phone).count() == 1
    assert ("Ja tak, ring til mig" in shown, "Hent bevis" in shown) == (True, True)
    assert list(talks_to_hold(cast.actor(cast.coordinator))) == [talk]


def test_who_has_helped_and_stops_finds_the_offer_without_a_text(
    cast: Cast, client: Client
) -> None:
    helped, newcomer = a_helper(cast), make_volunteers(cast, 1)[0]
    record_attendance(
        assignment=helped.assignments.get(),
        came=True,
        hours=Decimal(2),
        by=cast.actor(cast.leader),
        at=NOW + 4 * DAY,
    )

    for person in (helped, newcomer):
        client.post(f"{own_page(person, NOW + 7 * DAY)}/sms", {"sms": "stop"})

    assert list(ExitTalk.objects.values_list("volunteer", flat=True)) == [helped.pk]
    assert Message.objects.filter(kind="afslutning").count() == 0


def test_held_only_when_wanted_and_by_the_coordinator(cast: Cast, client: Client) -> None:
    person = a_helper(cast)
    talk = offered(cast, person)
    by = cast.actor(cast.coordinator)

    with pytest.raises(NotAllowed):
        answer_exit_talk(talk=talk, wanted=True, by=link_actor(a_helper(cast)), at=NOW)
    with pytest.raises(NotAllowed):
        hold_exit_talk(talk=talk, by=cast.actor(cast.leader), at=NOW)
    answer_exit_talk(talk=talk, wanted=False, by=link_actor(person), at=NOW)
    with pytest.raises(Clash):
        hold_exit_talk(talk=talk, by=by, at=NOW)
    client.force_login(cast.coordinator)
    button = reverse("volunteers:exit_talk", args=[person.uuid])
    for deed in ("ja", "holdt"):
        client.post(button, {"deed": deed})

    talk.refresh_from_db()
    assert (talk.wanted, talk.held_by) == (True, cast.coordinator)
    assert "Holdt" in client.get(reverse("volunteers:person", args=[person.uuid])).content.decode()


def test_a_leader_puts_forward_the_own_and_sees_only_those(cast: Cast, client: Client) -> None:
    person, stranger = a_helper(cast), make_volunteers(cast, 1)[0]
    mine = a_nomination(cast, person)

    assert a_nomination(cast, person) == mine
    with pytest.raises(Clash):
        a_nomination(cast, stranger)
    client.force_login(cast.leader_elsewhere)
    hidden = client.get(reverse("volunteers:prizes")).content.decode()

    assert ("Frivilligprisen" in hidden, Nomination.objects.count()) == (False, 1)


def test_an_association_wins_and_stays(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    partner = make_association(cast)
    words = {"year": 2026, "prize": "Frivilligprisen", "reason": "De kommer hver uge."}
    row = nominate(nominee=Nominee(association=partner), by=by, at=NOW, **words)

    with pytest.raises(Invalid):
        nominate(nominee=Nominee(), by=by, at=NOW, **words)
    with pytest.raises(NotAllowed):
        award_prize(nomination=row, by=cast.actor(cast.leader), at=NOW)
    won = award_prize(nomination=row, by=by, at=NOW)
    with pytest.raises(Clash):
        withdraw_nomination(nomination=row, by=by, at=NOW)

    assert (won.won_at, award_prize(nomination=row, by=by, at=NOW + DAY).won_at) == (NOW, NOW)


def test_from_the_form_to_the_list(cast: Cast, client: Client) -> None:
    person = a_helper(cast)
    client.force_login(cast.leader)
    page = reverse("volunteers:nominate")
    form = {"year": "2026", "prize": "Frivillig Fredag", "reason": "Altid et smil."}

    neither = client.post(page, form)
    kept = client.post(page, {**form, "volunteer": person.pk})
    row = Nomination.objects.get()
    client.post(reverse("volunteers:nomination", args=[row.uuid]), {"deed": "traek"})

    assert (neither.status_code, kept.status_code) == (422, 302)
    assert Nomination.objects.count() == 0
