"""The coordinator's import in three steps: shown first, kept as shown, and no line lost."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from backend.messaging.models import Message
from tests.cast import NOW, Cast
from tests.common.spreadsheets import spreadsheet
from volunteers.actions.imports import import_volunteers
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
PAGE = "/koordinator/frivillige/indlaes/"
HEAD = ["Fornavn", "Efternavn", "Mobil", "Postnr"]
ROWS: list[list[object]] = [["Åse", "Bøg", 20990001, 8999], ["Søren", "Eg", "20 99 00 02", "8999"]]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The door's clock stands still at the cast's moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client


def choose(client: Client, data: bytes, name: str = "frivillige.xlsx") -> HttpResponse:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def go_on(client: Client, page: HttpResponse, deed: str) -> HttpResponse:
    """A button below what was shown, with what the page carries."""
    text = page.content.decode()
    sent = {
        name: found[1] if (found := re.search(f'name="{name}" value="([^"]*)"', text)) else ""
        for name in ("data", "seal")
    }
    return client.post(PAGE, {**sent, "deed": deed})  # type: ignore[return-value]


def summary(page: HttpResponse) -> str:
    found = re.search(r'<p class="font-lead">([^<]+)</p>', page.content.decode())
    return found[1] if found else ""


def entered() -> list[str]:
    people = Volunteer.objects.filter(source="import").order_by("phone")
    return [f"{person.full_name} {person.phone}" for person in people]


def test_a_spreadsheet_is_shown_then_kept_and_the_new_are_told(coordinator: Client) -> None:
    shown = choose(coordinator, spreadsheet(HEAD, *ROWS))
    assert (shown.status_code, summary(shown), entered()) == (
        200,
        "2 rækker: 2 nye, 0 ændres, 0 fejl",
        [],
    )

    kept = go_on(coordinator, shown, "indlaes")

    assert (kept.status_code, entered()) == (
        302,
        ["Åse Bøg +4520990001", "Søren Eg +4520990002"],
    )
    told = Message.objects.filter(kind="oprettet").order_by("to")
    assert [message.to for message in told] == ["+4520990001", "+4520990002"]
    assert set(Volunteer.objects.filter(source="import").values_list("notice_shown_at")) == {(NOW,)}


def test_the_wrong_line_is_named_handed_back_and_left_out(coordinator: Client) -> None:
    shown = choose(coordinator, spreadsheet(HEAD, *ROWS, ["Ib", "Ask", 12, 8999]))
    assert (shown.status_code, summary(shown)) == (422, "3 rækker: 2 nye, 0 ændres, 1 fejl")

    file = go_on(coordinator, shown, "fejl").content.decode("utf-8-sig").splitlines()
    go_on(coordinator, shown, "uden-fejl")

    assert [line.split(";")[:5] for line in file] == [
        [*HEAD, "Linje"],
        ["Ib", "Ask", "12", "8999", "4"],
    ]
    assert entered() == ["Åse Bøg +4520990001", "Søren Eg +4520990002"]


def test_with_a_fault_the_whole_file_is_not_kept(coordinator: Client) -> None:
    shown = choose(coordinator, spreadsheet(HEAD, *ROWS, ["Ib", "Ask", 12, 8999]))

    assert (go_on(coordinator, shown, "indlaes").status_code, entered()) == (422, [])


def test_refused_when_somebody_changed_the_person_in_between(
    coordinator: Client, cast: Cast
) -> None:
    rows = [["Åse", "Bøg", cast.helper.phone, "8999"]]
    shown = choose(coordinator, spreadsheet(HEAD, *rows))
    Volunteer.objects.filter(pk=cast.helper.pk).update(last_name="Nyt")

    again = go_on(coordinator, shown, "indlaes")

    cast.helper.refresh_from_db()
    assert (again.status_code, cast.helper.last_name) == (409, "Nyt")
    assert go_on(coordinator, again, "indlaes").status_code == 302


def test_control_without_the_seal_the_change_is_lost(coordinator: Client, cast: Cast) -> None:
    """The naive way keeps whatever the file says, whatever has been shown."""
    rows = [["Åse", "Bøg", cast.helper.phone, "8999"]]
    Volunteer.objects.filter(pk=cast.helper.pk).update(last_name="Nyt")
    import_volunteers(
        municipality=cast.municipality,
        data=spreadsheet(HEAD, *rows),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )

    cast.helper.refresh_from_db()
    assert cast.helper.last_name == "Bøg"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * 20_000_000, "Filen er over 1 MB. Del den i flere."),
        (b"", "Filen er tom. Vælg en fil med overskrifter og rækker."),
        (spreadsheet(), "Filen er tom. Vælg en fil med overskrifter og rækker."),
        (
            spreadsheet(["Navn", "Skonummer"]),
            "Kolonnen mangler. Tilføj den, eller ret overskriften.",
        ),
        (b"PK\x03\x04rest", "Regnearket kan ikke læses. Gem det igen som Excel (.xlsx)"),
        (spreadsheet(HEAD, ["=1+1", "Eg", 20990003, 8999]), "Cellen er en formel."),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    coordinator: Client, data: bytes, words: str
) -> None:
    answer = choose(coordinator, data)

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert entered() == []
