"""The coordinator's pages of messages, texts and unclear answers."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import Municipality
from backend.common.refusals import Invalid, NotAllowed, TooLate
from backend.messaging.models import (
    Channel,
    ChannelPause,
    InboundText,
    Message,
    MessageState,
    Wording,
)
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.cast import NOW, Cast, make_cast, offer_to, open_slot
from volunteers.actions.notices import sms_text
from volunteers.actions.outgoing import retry_message
from volunteers.actions.wordings import word_text
from volunteers.queries.inbox import unclear_for
from volunteers.queries.outgoing import outgoing_for
from volunteers.texts.templates import shipped_templates

pytestmark = pytest.mark.django_db


def queue(cast: Cast, number: int, **changes: object) -> Message:
    at = now()
    message = queue_sms(
        municipality=cast.municipality,
        kind="bekraeftelse",
        to=cast.helper.phone,
        body="Tak, Anna.",
        dedupe_key=f"page:{number}",
        at=at,
        recipient_ref=cast.helper.pk,
    )
    Message.objects.filter(pk=message.pk).update(**changes)
    return Message.objects.get(pk=message.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    by = cast.actor(cast.coordinator)
    for number in range(rows):
        queue(cast, number)
        queue(cast, 10 + number, state="failed", rank=90, error_code="21211")
        InboundText.objects.create(
            municipality=cast.municipality,
            provider_id=f"SM{number}",
            phone=cast.helper.phone,
            body="Hvad?",
            at=NOW,
            state="unclear",
        )

    with django_assert_num_queries(9):
        page = outgoing_for(by, now())
    with django_assert_num_queries(2):
        unclear = unclear_for(by)

    assert (len(page.lines), len(unclear), page.unclear) == (2 * rows, rows, rows)
    assert [(one.words, one.count) for one in page.failures] == [("Nummeret findes ikke.", rows)]
    assert unclear[0].person == cast.helper


def test_a_failed_message_goes_to_the_number_of_today(cast: Cast, client: Client) -> None:
    failed = queue(cast, 1, state="failed", rank=90, error_code="21211", to="+4500000000")
    client.force_login(cast.coordinator)
    assert client.get("/beskeder/").content.decode().count('nowrap">00 00 00 00</th>') == 1

    for _ in range(2):
        assert client.post(f"/beskeder/{failed.uuid}/igen/").status_code == 302

    (again,) = Message.objects.exclude(pk=failed.pk)
    assert (again.to, again.body, again.state) == (cast.helper.phone, "Tak, Anna.", "queued")
    assert client.post(f"/beskeder/{again.uuid}/igen/").status_code == 409


def test_what_is_no_longer_of_use_is_not_sent_again(cast: Cast) -> None:
    late = queue(cast, 1, state="failed", rank=90, expires_at=now() - timedelta(minutes=1))

    with pytest.raises(TooLate):
        retry_message(message=late, by=cast.actor(cast.coordinator), at=now())
    with pytest.raises(NotAllowed):
        retry_message(message=late, by=cast.actor(cast.leader), at=now())


def test_a_waiting_message_can_be_held_back(cast: Cast, client: Client) -> None:
    waiting = queue(cast, 1)
    client.force_login(cast.coordinator)

    assert client.post(f"/beskeder/{waiting.uuid}/hold/").status_code == 302

    assert Message.objects.get(pk=waiting.pk).state == MessageState.RECALLED
    sending = queue(cast, 2, state="delivered", rank=95)
    assert client.post(f"/beskeder/{sending.uuid}/hold/").status_code == 409


def test_a_channel_rests_until_it_is_taken_up(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)

    client.post("/beskeder/kanal/sms/pause/")
    assert ChannelPause.objects.get().channel == Channel.SMS
    assert "En koordinator har sat den på pause." in client.get("/beskeder/").content.decode()
    client.post("/beskeder/kanal/sms/genoptag/")

    assert ChannelPause.objects.count() == 0
    assert client.post("/beskeder/kanal/due/pause/").status_code == 404


def test_ceilings_are_set_and_odd_ones_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    good = {"per_number": "3", "per_day": "500", "kroner_per_month": "900"}

    assert client.post("/beskeder/loft/", good).status_code == 302
    assert client.post("/beskeder/loft/", {**good, "per_number": "0"}).status_code == 422

    place = Municipality.objects.get(pk=cast.municipality.pk)
    assert (place.sms_per_number_day, place.sms_per_day, place.sms_kroner_per_month) == (
        3,
        500,
        900,
    )


def test_the_own_wording_is_used_and_taken_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    own = "Hej {navn}! {sted} har brug for dig {dag} kl. {tid}. Svar her: {link}"

    assert client.post("/tekster/tilbud/da/", {"body": own, "gem": "1"}).status_code == 302

    offer = offer_to(open_slot(cast), cast.helper)
    text = sms_text("tilbud", offer, link="https://frivillig1.test/s/x")
    assert text.startswith("Hej Anna! Solgården har brug for dig ")
    shipped = shipped_templates()["tilbud"].body
    client.post("/tekster/tilbud/da/", {"body": shipped, "gem": "1"})
    assert Wording.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Hej {navn} 😀 {link}", "tegnet 😀"),
        ("Hej {navn}", "Sæt {link} ind"),
        ("Det er aflyst. Læs {link}", "må ikke stå ved et link"),
        ("Tag en vagt: {link}", "Skriv »opgave«"),
        ("Hej {navn}. " + "Meget gerne. " * 12 + "{link}", "og der er plads til 160"),
        ("Hej {cpr} {link}", "{cpr} kan ikke bruges her"),
    ],
)
def test_a_faulty_wording_is_refused_with_what_to_do(
    cast: Cast, client: Client, body: str, fault: str
) -> None:
    client.force_login(cast.coordinator)

    answer = client.post("/tekster/tilbud/da/", {"body": body, "gem": "1"})

    assert answer.status_code == 422
    assert fault.replace("»opgave«", "&quot;opgave&quot;") in answer.content.decode()
    assert Wording.objects.count() == 0


def test_signs_of_a_word_processor_are_made_plain(cast: Cast) -> None:
    word_text(
        municipality=cast.municipality,
        kind="tilbud",
        language="da",
        body="Hej\u00a0{navn} – kan du hjælpe {sted} {dag}…\nSvar: {link}",
        by=cast.actor(cast.coordinator),
        at=NOW,
    )

    assert Wording.objects.get().body == "Hej {navn} - kan du hjælpe {sted} {dag}... Svar: {link}"


def test_a_look_counts_and_saves_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)

    answer = client.post("/tekster/stop/da/", {"body": "Farvel fra {kommune}.", "vis": "1"})

    assert answer.status_code == 200
    assert "Farvel fra Søby Kommune." in answer.content.decode()
    assert "38 af 160 tegn" in answer.content.decode()
    assert Wording.objects.count() == 0


def test_who_speaks_english_and_not_danish_gets_english(cast: Cast) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    cast.helper.languages = ["en", "pl"]

    english = sms_text("tilbud", offer_with(offer, cast), link="https://frivillig1.test/s/x")

    assert english.startswith("Hi Anna. Solgården: ")
    cast.helper.languages = ["da", "en"]
    danish = sms_text("tilbud", offer_with(offer, cast), link="https://frivillig1.test/s/x")
    assert danish.startswith("Hej Anna. ")


def offer_with(offer, cast: Cast):
    offer.volunteer = cast.helper
    return offer


def test_another_municipality_sees_and_does_nothing(cast: Cast, client: Client) -> None:
    other = make_cast("Åby", 2)
    waiting = queue(cast, 1)
    client.force_login(other.coordinator)

    assert client.post(f"/beskeder/{waiting.uuid}/hold/").status_code == 404
    assert client.post(f"/beskeder/{waiting.uuid}/igen/").status_code == 404
    assert client.get("/beskeder/").content.decode().count("Hold tilbage") == 0
    client.force_login(cast.leader)
    assert client.get("/beskeder/").status_code == 404
    with pytest.raises(NotAllowed):
        word_text(
            municipality=cast.municipality,
            kind="tilbud",
            language="da",
            body="x",
            by=cast.actor(cast.leader),
            at=NOW,
        )
    with pytest.raises(Invalid):
        word_text(
            municipality=cast.municipality,
            kind="findes-ikke",
            language="da",
            body="x",
            by=cast.actor(cast.coordinator),
            at=NOW,
        )


def test_the_command_for_operators_counts_and_names_nobody(cast: Cast) -> None:
    queue(cast, 1)
    out = StringIO()

    call_command("messages", stdout=out)

    line = json.loads(out.getvalue())
    assert (line["municipality"], line["waiting"], line["faults"]) == ("soby", 1, [])
    assert cast.helper.phone not in out.getvalue()
