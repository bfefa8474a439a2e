"""Nobody learns at sign-up or at the lost link whose number is known; links open one thing each."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from backend.common.actors import clock
from backend.common.phones import show_phone
from backend.common.refusals import Clash, Invalid
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, offer_to, open_slot
from tests.volunteers.association_stage import asked, door_path, group_path, open_page
from tests.volunteers.people_pages import (
    NEW_PHONE,
    filled,
    newest_code,
    own_page,
    without_form_token,
    wrong_code,
)
from tests.volunteers.test_link_page import path_of
from volunteers.actions.feeds import subscribe
from volunteers.actions.my_page import send_my_page
from volunteers.models import ContactLink, Link, Volunteer
from volunteers.queries.associations import find_contact_link
from volunteers.queries.links import find_link
from volunteers.web import contact_base, links, lost_link, sign_up

pytestmark = pytest.mark.django_db
HERE = "/bliv-frivillig/"


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """The door's clock."""
    with time_machine.travel(NOW, tick=False):
        yield


def seen_by(client: Client, phone: str) -> list[tuple[int, bytes]]:
    """What a visitor sees who lost the link, and signs up with the number, wrongly and rightly.

    What the visitor typed comes back; nothing else may differ.
    """
    form = filled(phone=phone)
    answers = [client.post("/mit-link/", {"phone": phone}, follow=True), client.post(HERE, form)]
    no_code, code = wrong_code(phone), newest_code(phone)
    answers += [
        client.post(HERE, {**form, "trin": "kode", "code": no_code}),
        client.post(HERE, {**form, "trin": "kode", "code": code}, follow=True),
    ]
    typed = (show_phone(phone).encode(), no_code.encode())
    return [(one.status_code, _without(without_form_token(one.content), typed)) for one in answers]


def _without(page: bytes, typed: tuple[bytes, ...]) -> bytes:
    for word in typed:
        page = page.replace(word, b"")
    return page


def test_a_known_number_looks_the_same_at_every_step(cast: Cast, client: Client) -> None:
    assert seen_by(client, NEW_PHONE) == seen_by(client, cast.helper.phone)
    assert Volunteer.objects.filter(phone=cast.helper.phone).count() == 1
    texts = Message.objects.filter(kind="min_side").values_list("to", flat=True)
    assert list(texts) == [cast.helper.phone]


def is_known(phone: str) -> bool:
    return Volunteer.objects.filter(phone=phone).exists()


def naive_ask(*, fields: dict[str, Any], at: datetime, **rest: Any) -> None:
    """Says it before the code is sent."""
    sign_up_asks(fields=fields, at=at, **rest)
    if is_known(fields["phone"]):
        raise Clash("known", "Nummeret er allerede tilmeldt.")


def naive_sign_up(*, fields: dict[str, Any], **rest: Any) -> None:
    """Says it to whoever types six digits, right or wrong."""
    if is_known(fields["phone"]):
        raise Clash("known", "Nummeret er allerede tilmeldt.")
    signs_up(fields=fields, **rest)


def naive_lost_link(*, phone: str, **_rest: Any) -> None:
    """Says that nobody has the number."""
    if not is_known(phone):
        raise Invalid("unknown", "Vi kender ikke nummeret.", {"phone": ["Ukendt nummer."]})


sign_up_asks, signs_up = sign_up.ask_to_sign_up, sign_up.sign_up


@pytest.mark.parametrize(
    ("door", "name", "naive", "steps"),
    [
        (sign_up, "ask_to_sign_up", naive_ask, [1]),
        (sign_up, "sign_up", naive_sign_up, [2, 3]),
        (lost_link, "send_lost_links", naive_lost_link, [0]),
    ],
    ids=["when asking", "after the code", "lost link"],
)
def test_control_a_door_that_tells_is_seen_to_differ(
    cast: Cast,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    door: Any,
    name: str,
    naive: Callable[..., None],
    steps: list[int],
) -> None:
    monkeypatch.setattr(door, name, naive)

    new, known = seen_by(client, NEW_PHONE), seen_by(client, cast.helper.phone)

    assert [n for n in range(4) if new[n] != known[n]] == steps


def test_one_lost_link_in_ten_minutes(cast: Cast, client: Client, moment: object) -> None:
    for minutes in (0, 1, 9, 11):
        send_my_page(
            municipality=cast.municipality,
            phone=cast.helper.phone,
            by=clock(cast.municipality.pk),
            at=NOW + timedelta(minutes=minutes),
        )

    assert Link.objects.filter(purpose="my_page").count() == 2


def crossed(cast: Cast, client: Client, slot: Slot) -> list[int]:
    """Every kind of link at the pages of other kinds: the answers' statuses."""
    person = cast.helper
    answer = path_of(offer_to(slot, person)).removeprefix("/s/")
    mine = own_page(person).split("/")[2]
    feed = subscribe(person=person, by=cast.actor(cast.coordinator), at=NOW)
    calendar = feed.rsplit("/", 1)[1].removesuffix(".ics")
    group = asked(cast, slot)
    contact = group_path(group).removeprefix("/s/")
    door = door_path(group.association).split("/")[2]
    page = open_page(client, group.association).split("/")[2]
    tries = [
        f"/s/{answer}/mig",
        f"/s/{calendar}/mig",
        f"/s/{mine}/kalender.ics",
        f"/s/{contact}/forening",
        f"/s/{contact}/forening/side",
        f"/s/{door}/gruppe",
        f"/s/{door}/forening/side",
        f"/s/{page}/forening",
    ]
    return [client.get(address).status_code for address in tries]


def test_every_link_opens_its_own_page_alone(cast: Cast, client: Client) -> None:
    assert crossed(cast, client, open_slot(cast, seats=6)) == [404] * 8


def test_control_a_link_found_without_its_purpose_opens_the_others(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive_link(token: str, at: datetime, _purposes: object = ()) -> Link | None:
        return find_link(token, at, list(Link.Purpose))

    def naive_contact(digest: str, at: datetime, _purposes: object = ()) -> ContactLink | None:
        return find_contact_link(digest, at, list(ContactLink.Purpose))

    monkeypatch.setattr(links, "find_link", naive_link)
    monkeypatch.setattr(contact_base, "find_contact_link", naive_contact)
    # What a link that opens too much then fails at is not the question here.
    client.raise_request_exception = False

    assert all(status != 404 for status in crossed(cast, client, open_slot(cast, seats=6))[:2])
