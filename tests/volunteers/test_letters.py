"""Formal letters to associations: queued from a page, a file for the mail room."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from backend.common.refusals import Invalid, NotAllowed
from backend.messaging import pump
from backend.messaging.models import Message, MessageState
from backend.web.clock import now
from tests.cast import NOW, Cast, make_cast
from volunteers.actions.letters import write_letter
from volunteers.models import Association

pytestmark = pytest.mark.django_db
WORDS = {"title": "Aftale om aktiviteter", "body": "Kære forening.\n\nTak for jeres hjælp."}


@pytest.fixture
def association(cast: Cast) -> Association:
    return Association.objects.create(
        municipality=cast.municipality, name="Søby Idrætsforening", cvr="10103940"
    )


def test_a_letter_is_a_file_for_the_mail_room(
    cast: Cast, association: Association, client: Client, settings: Settings, tmp_path: Path
) -> None:
    client.force_login(cast.coordinator)
    settings.LETTER_FOLDER = ""
    waits = client.get("/beskeder/breve/").content.decode()
    posted = client.post("/beskeder/breve/", {**WORDS, "association": association.pk}, follow=True)
    pump.drain(now)
    unset = Message.objects.get(channel="letter").state
    settings.LETTER_FOLDER = str(tmp_path)

    pump.drain(now)

    letter = Message.objects.get(channel="letter")
    (file,) = tmp_path.iterdir()
    kept = json.loads(file.read_text("utf-8"))
    assert "Mappen til breve er ikke sat op endnu" in waits
    assert "Brevet er i kø." in posted.content.decode()
    assert (unset, letter.state) == (MessageState.QUEUED, MessageState.SENT)
    assert kept["to"] == "Søby Idrætsforening, CVR 10103940"
    assert (kept["title"], kept["text"]) == (WORDS["title"], WORDS["body"])
    assert "Lagt i mappen" in client.get("/beskeder/breve/").content.decode()


def test_the_same_words_on_the_same_day_are_one_letter(
    cast: Cast, association: Association
) -> None:
    by = cast.actor(cast.coordinator)
    first = write_letter(association=association, **WORDS, by=by, at=NOW)

    again = write_letter(association=association, **WORDS, by=by, at=NOW + timedelta(hours=1))
    later = write_letter(association=association, **WORDS, by=by, at=NOW + timedelta(days=1))

    assert (again.pk, later.pk != first.pk) == (first.pk, True)
    assert first.expires_at - NOW == timedelta(days=30)


@pytest.mark.parametrize("words", [{"title": " "}, {"body": ""}, {"title": "x" * 151}])
def test_a_letter_without_words_is_refused(
    cast: Cast, association: Association, client: Client, words: dict[str, str]
) -> None:
    by = cast.actor(cast.coordinator)
    with pytest.raises(Invalid):
        write_letter(association=association, **(WORDS | words), by=by, at=NOW)
    client.force_login(cast.coordinator)

    refused = client.post("/beskeder/breve/", WORDS | words | {"association": association.pk})

    assert refused.status_code == 422
    assert Message.objects.filter(channel="letter").count() == 0


def test_only_the_own_associations_and_only_the_coordinator(
    cast: Cast, association: Association, client: Client
) -> None:
    other = make_cast("Åby", 2)
    client.force_login(other.coordinator)

    foreign = client.post("/beskeder/breve/", WORDS | {"association": association.pk})

    assert foreign.status_code == 422
    with pytest.raises(NotAllowed):
        write_letter(association=association, **WORDS, by=cast.actor(cast.leader), at=NOW)
