"""The demo's telephone: shows what arrived, leads on this server, absent in production."""

import pytest
from django.test import Client

from backend.accounts.models import Municipality
from backend.messaging import pump
from backend.messaging.inbox import Piece, pieces
from backend.messaging.outbox import queue_email
from tests.messaging.conftest import NOON, QueueSms

PHONE = "+4511223344"


def test_a_link_keeps_its_words_and_leads_to_this_server() -> None:
    found = pieces("Kan du hjælpe? Svar: https://hjaelp.fjordby.test/s/abc?sprog=en tak")

    assert found == [
        Piece("Kan du hjælpe? Svar: "),
        Piece("https://hjaelp.fjordby.test/s/abc?sprog=en", "/s/abc?sprog=en"),
        Piece(" tak"),
    ]


def arrive(queue: QueueSms, count: int) -> None:
    for number in range(count):
        queue(to=PHONE, recipient_ref=7, body=f"Sms {number} https://h.test/s/t{number}")
        queue(to=f"+45112255{number:02}")
    pump.drain(lambda: NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_picker_lists_each_telephone_once(
    queue: QueueSms, client: Client, django_assert_max_num_queries, count: int
) -> None:
    arrive(queue, count)

    with django_assert_max_num_queries(5):
        answer = client.get("/telefon")

    assert [row.to for row in answer.context["telephones"]].count(PHONE) == 1
    assert len(answer.context["telephones"]) == count + 1


@pytest.mark.django_db
def test_the_picker_finds_a_number_by_its_digits(queue: QueueSms, client: Client) -> None:
    arrive(queue, 3)

    answer = client.get("/telefon", {"nr": "11 22 33 44"})

    assert [row.to for row in answer.context["telephones"]] == [PHONE]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_telephone_shows_texts_and_mails_newest_first(
    queue: QueueSms,
    municipality: Municipality,
    client: Client,
    django_assert_max_num_queries,
    count: int,
) -> None:
    arrive(queue, count)
    queue_email(
        municipality=municipality,
        kind="bekraeftelse",
        to="birgitte@example.test",
        title="Du er tilmeldt",
        body="Tak",
        calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        calendar_method="REQUEST",
        dedupe_key="mail",
        recipient_ref=7,
        at=NOON,
    )
    pump.drain(lambda: NOON)

    with django_assert_max_num_queries(5):
        answer = client.get(f"/telefon/{PHONE}")

    shown = [message.channel for message, _ in answer.context["arrived"]]
    assert shown == ["email"] + ["sms"] * count
    assert f'href="/s/t{count - 1}"' in answer.content.decode()


@pytest.mark.django_db
def test_the_invitation_can_be_fetched(municipality: Municipality, client: Client) -> None:
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    mail = queue_email(
        municipality=municipality,
        kind="bekraeftelse",
        to="birgitte@example.test",
        title="Du er tilmeldt",
        body="Tak",
        calendar=calendar,
        calendar_method="REQUEST",
        dedupe_key="mail",
        at=NOON,
    )

    answer = client.get(f"/telefon/kalender/{mail.uuid}.ics")

    assert answer.content == calendar.encode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/telefon", f"/telefon/{PHONE}", "/telefon/kalender/{}.ics"])
def test_production_has_no_telephone(queue: QueueSms, client, settings, path: str) -> None:
    message = queue(to=PHONE)
    settings.PRODUCTION = True

    assert client.get(path.format(message.uuid)).status_code == 404


@pytest.mark.django_db
def test_looking_at_a_telephone_sends_nothing(queue: QueueSms, client: Client) -> None:
    message = queue(to=PHONE)

    client.get("/telefon")
    client.get(f"/telefon/{PHONE}")

    message.refresh_from_db()
    assert message.state == "queued"
