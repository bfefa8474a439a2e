"""The pages of an association's contact: link, code, answer, members, papers, and privacy."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, make_volunteers, open_slot
from tests.volunteers.association_stage import (
    PHONE,
    asked,
    come,
    contact_of,
    door_path,
    group_path,
    make_association,
    member,
    open_page,
    texts,
)
from tests.volunteers.people_pages import filled, newest_code, wrong_code
from tests.volunteers.stage import say_yes
from tests.volunteers.test_link_page import writes_of
from volunteers.actions.associations import end_contact
from volunteers.models import (
    AssociationContact,
    AssociationPaper,
    ContactLink,
    GroupOffer,
    Membership,
    Volunteer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment() -> Any:
    """The door's clock, which a test may move."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def slot(cast: Cast) -> Slot:
    return open_slot(cast, seats=6)


def row(group: GroupOffer) -> GroupOffer:
    return GroupOffer.objects.get(pk=group.pk)


def test_a_group_answers_with_the_link_alone(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    path = group_path(group)
    first = client.get(path, follow=True)
    steps = []
    for typed in (
        {"svar": "ja", "seats": "4", "accepts_rules": "on"},
        {"svar": "ja", "seats": "2"},
    ):
        answer = client.post(f"{path}/gruppe", typed)
        steps.append((answer.status_code, row(group).seats))
    client.post(f"{path}/gruppe", {"svar": "afbud"})

    assert "Kan 4 fra Søby IF hjælpe?" in first.content.decode()
    assert (steps, row(group).state) == ([(302, 4), (302, 2)], "withdrawn")
    assert dict(client.cookies) == {}


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"svar": "ja", "seats": "fire"}, 422, "Skriv et tal"),
        ({"svar": "ja", "seats": "0"}, 422, "Skriv mindst 1"),
        ({"svar": "ja", "seats": "3"}, 422, "Sæt kryds"),
        ({"svar": "ja", "seats": "9", "accepts_rules": "on"}, 409, "kun plads til 6"),
        ({"svar": "hvad"}, 422, "Vi forstod ikke svaret"),
    ],
)
def test_bad_answers_say_what_to_do(
    cast: Cast, client: Client, slot: Slot, typed: dict[str, str], status: int, words: str
) -> None:
    group = asked(cast, slot)

    answer = client.post(f"{group_path(group)}/gruppe", typed)

    assert (answer.status_code, row(group).state) == (status, "sent")
    assert words in answer.content.decode()


def test_looking_writes_nothing(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    association = group.association
    member(cast, association, cast.helper)
    come(cast, group, 2)
    page, path, door = open_page(client, association), group_path(group), door_path(association)
    inside = ["/side", f"/tid/{group.uuid}", f"/tid/{group.uuid}/navne", "/erklaering"]
    inside += ["/medlem", "/kontakt", "/oplysninger"]

    def look() -> None:
        for address in [path, f"{path}/gruppe", door, *(page + one for one in inside)]:
            assert client.get(address).status_code in (200, 302)
            client.head(address)

    assert writes_of(look) == []


def test_the_page_opens_by_code_only(cast: Cast, client: Client) -> None:
    association = make_association(cast)
    door = door_path(association)
    client.post(door, {})
    refused = client.post(door, {"trin": "kode", "code": wrong_code(PHONE)})
    opened = client.post(door, {"trin": "kode", "code": newest_code(PHONE)})

    page = client.get(opened.headers["Location"])

    assert (refused.status_code, opened.status_code, page.status_code) == (422, 302, 200)
    assert dict(client.cookies) == {}


def test_no_link_is_valid_for_another_purpose(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    group_token = group_path(group).removeprefix("/s/")
    door_token = door_path(group.association).split("/")[2]
    page_token = open_page(client, group.association).split("/")[2]
    tries = [
        f"/s/{group_token}/forening",
        f"/s/{group_token}/forening/side",
        f"/s/{door_token}/gruppe",
        f"/s/{door_token}/forening/side",
        f"/s/{page_token}/forening",
        f"/s/{page_token}/gruppe",
        f"/s/{page_token}",
        f"/s/{page_token}/mig",
        "/s/1111111111111111111111/forening/side",
    ]

    answers = [client.get(address) for address in tries]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_page_closes_by_itself_and_stays_open_by_deeds(
    cast: Cast, client: Client, moment: Any
) -> None:
    page = open_page(client, make_association(cast))
    found = []
    for minutes, deed in ((50, True), (100, False), (115, False)):
        moment.move_to(NOW + timedelta(minutes=minutes))
        found.append(client.get(f"{page}/side").status_code)
        if deed:
            client.post(f"{page}/kontakt", {"name": "Bo", "phone": "20 99 11 22"})

    assert found == [200, 200, 404]


def test_close_ends_it_at_once(cast: Cast, client: Client) -> None:
    page = open_page(client, make_association(cast))

    client.post(f"{page}/luk")

    assert client.get(f"{page}/side").status_code == 404


def test_another_associations_rows_are_not_found(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    other = make_association(cast, "Åby IF", "+4512995522")
    member_of_ours = member(cast, group.association, cast.helper)
    page = open_page(client, other)

    answers = [
        client.get(f"{page}/tid/{group.uuid}"),
        client.post(f"{page}/tid/{group.uuid}", {"svar": "nej"}),
        client.get(f"{page}/tid/{group.uuid}/navne"),
        client.post(f"{page}/medlem/{member_of_ours.pk}", {"svar": "fjern"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (row(group).state, Membership.objects.count()) == ("sent", 1)


def test_names_later_or_never(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    come(cast, group, 2)
    people = make_volunteers(cast, 3)
    for person in people:
        member(cast, group.association, person)
    say_yes(slot, people[2])
    page = open_page(client, group.association)
    names = f"{page}/tid/{group.uuid}/navne"

    kept = client.post(names, {"names": [str(person.uuid) for person in people[:2]]})
    too_many = client.post(names, {"names": [str(person.uuid) for person in people]})
    busy = client.post(names, {"names": [str(people[2].uuid)]})
    fewer = client.post(f"{page}/tid/{group.uuid}", {"svar": "ja", "seats": "1"})
    none = client.post(names, {})

    statuses = [answer.status_code for answer in (kept, too_many, busy, fewer, none)]
    assert statuses == [302, 422, 422, 422, 302]
    assert "er allerede tilmeldt selv" in busy.content.decode()
    assert row(group).names.count() == 0


def test_the_contact_sees_first_names_and_no_numbers(
    cast: Cast, client: Client, slot: Slot
) -> None:
    group = asked(cast, slot)
    member(cast, group.association, cast.helper)
    page = open_page(client, group.association)

    words = client.get(f"{page}/side").content.decode()

    assert cast.helper.short_name in words
    last = cast.helper.last_name
    hidden = (last, cast.helper.phone, cast.helper.phone[3:], cast.helper.email)
    assert [word for word in hidden if word in words] == []


def test_a_contact_enters_a_member_who_is_told(cast: Cast, client: Client) -> None:
    page = open_page(client, make_association(cast))
    typed = {
        "first_name": "Bente",
        "last_name": "Ny",
        "phone": "20 99 33 44",
        "postcode": "8999",
        "agrees": "on",
    }
    missing = client.post(f"{page}/medlem", {**typed, "agrees": ""})
    client.post(f"{page}/medlem", typed)
    client.post(f"{page}/medlem", typed)

    person = Volunteer.objects.get(phone="+4520993344")
    assert (missing.status_code, person.source) == (422, "association")
    assert (texts("+4520993344"), person.memberships.count()) == (["velkommen"], 1)


def test_a_contact_cannot_find_out_who_is_a_volunteer(cast: Cast, client: Client) -> None:
    page = open_page(client, make_association(cast))
    typed = {"last_name": "X", "postcode": "8999", "agrees": "on", "phone": cast.helper.phone}
    wrong = client.post(f"{page}/medlem", {**typed, "first_name": "Zenia"})
    new = client.post(f"{page}/medlem", {**typed, "first_name": "Bo", "phone": "20993355"})
    before = list(Membership.objects.values_list("volunteer__first_name", flat=True))
    client.post(f"{page}/medlem", {**typed, "first_name": cast.helper.first_name.upper()})

    assert wrong.headers["Location"] == new.headers["Location"]
    assert (before, cast.helper.memberships.count()) == (["Bo"], 1)


def test_sign_up_through_the_association(cast: Cast, client: Client) -> None:
    association = make_association(cast)
    where = f"/bliv-frivillig/?forening={association.uuid}&kommune={cast.municipality.slug}"
    page = client.get(where).content.decode()
    typed = filled(phone="20 99 66 77")
    client.post(where, typed)
    client.post(where, {**typed, "trin": "kode", "code": newest_code("+4520996677")})

    assert "Du tilmelder dig gennem Søby IF" in page
    assert Membership.objects.get(association=association).volunteer.phone == "+4520996677"


@pytest.mark.parametrize("code", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_association_is_nobody(cast: Cast, client: Client, code: str) -> None:
    where = f"/bliv-frivillig/?forening={code}&kommune={cast.municipality.slug}"

    assert client.get(where).status_code == 200


def test_the_declaration_is_renewed_on_the_page_and_kept_word_for_word(
    cast: Cast, client: Client
) -> None:
    association = make_association(cast)
    page = open_page(client, association)
    for _twice in range(2):
        client.post(f"{page}/erklaering")

    paper = AssociationPaper.objects.get()
    words = client.get(f"{page}/papir/{paper.uuid}").content.decode()
    receipt = Message.objects.get(kind="kvittering")
    assert (paper.accepted_by, paper.accepted_at) == ("Kim Kontakt", NOW)
    assert "Søby IF erklærer, at foreningen indhenter børneattest" in words
    assert (receipt.to, paper.text in receipt.body) == ("kim@test.invalid", True)


def test_the_contact_corrects_own_data(cast: Cast, client: Client) -> None:
    association = make_association(cast)
    make_association(cast, "Åby IF", "+4512995522")
    page = open_page(client, association)
    typed = {"association_name": "Søby Idræt", "cvr": "", "name": "Kim K", "email": ""}

    taken = client.post(f"{page}/oplysninger", {**typed, "association_name": "Åby IF"})
    wrong = client.post(f"{page}/oplysninger", {**typed, "cvr": "12345678"})
    kept = client.post(f"{page}/oplysninger", {**typed, "insurance_note": "Egen ulykke"})

    association.refresh_from_db()
    statuses = [answer.status_code for answer in (taken, wrong, kept)]
    assert statuses == [422, 422, 302]
    assert (association.name, association.insurance_note) == ("Søby Idræt", "Egen ulykke")
    assert contact_of(association).name == "Kim K"


def test_an_ended_contact_leaves_no_name_number_or_open_link(cast: Cast, client: Client) -> None:
    association = make_association(cast)
    page, door = open_page(client, association), door_path(association)

    client.post(f"{page}/kontakt/slut")

    left = AssociationContact.objects.get()
    assert (left.name, left.phone, left.email) == ("Slettet", "", "")
    assert [client.get(address).status_code for address in (f"{page}/side", door)] == [404, 404]
    assert not Message.objects.filter(body__contains="Kim").exists()


def test_the_last_contact_stays_while_seats_are_to_come(
    cast: Cast, client: Client, slot: Slot
) -> None:
    come(cast, asked(cast, slot), 2)
    contact = AssociationContact.objects.get()
    page = open_page(client, contact.association)

    refused = client.post(f"{page}/kontakt/slut")
    client.post(f"{page}/kontakt", {"name": "Bo", "phone": "20 99 11 22"})
    end_contact(contact=contact, by=cast.actor(cast.coordinator), at=NOW)

    assert refused.status_code == 409
    assert GroupOffer.objects.get().contact.name == "Bo"


def test_a_lost_link_comes_again_and_says_nothing_to_strangers(cast: Cast, client: Client) -> None:
    make_association(cast)
    where = f"/mit-link/?kommune={cast.municipality.slug}"

    answers = [client.post(where, {"phone": number}) for number in (PHONE, PHONE, "20998877")]

    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert texts() == ["forening_side"]


def test_another_sites_form_is_refused(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)

    answer = client.post(
        f"{group_path(group)}/gruppe",
        {"svar": "nej"},
        headers={"sec-fetch-site": "cross-site"},
    )

    assert (answer.status_code, row(group).state) == (403, "sent")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_the_same_number_of_times(
    cast: Cast, client: Client, count: int
) -> None:
    association = make_association(cast)
    for person in make_volunteers(cast, 2 + count):
        member(cast, association, person)
    for days in range(count):
        come(cast, asked(cast, open_slot(cast, seats=4, days=3 + days)), 2)
    page, path = open_page(client, association), group_path(GroupOffer.objects.earliest("id"))
    counts = []
    for address in (f"{page}/side", f"{path}/gruppe"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert (counts[0] <= 15, counts[1] <= 15) == (True, True)
    assert counts == [10, 2]


def test_tokens_are_hashed(cast: Cast, slot: Slot) -> None:
    token = group_path(asked(cast, slot)).removeprefix("/s/")

    assert not ContactLink.objects.filter(token_hash__contains=token).exists()
