"""Mails as the SMTP server receives them: structure, invitation, line ends, faults."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import Message, MessageState
from backend.messaging.outbox import queue_email
from tests.messaging.conftest import NOON
from tests.servers.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Samspil//da\r\nMETHOD:REQUEST\r\n"
    "BEGIN:VEVENT\r\nUID:1@fjordby.test\r\nDTSTAMP:20261124T110000Z\r\n"
    "DTSTART:20261126T130000Z\r\nSUMMARY:Gåtur med beboere på Søglimt\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def smtp(settings) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server


def queue_mail(place: Municipality, **changes: object) -> Message:
    given = {
        "municipality": place,
        "kind": "bekraeftelse",
        "to": "birgitte@example.test",
        "title": "Du er tilmeldt Søglimt",
        "body": "Tak, Birgitte.\n\nTorsdag den 26. november kl. 14.00.\n",
        "html": "<p>Tak, Birgitte.</p>",
        "calendar": CALENDAR,
        "calendar_method": "REQUEST",
        "dedupe_key": "bekraeftelse:mail:1",
        "at": NOON,
        **changes,
    }
    return queue_email(**given)


def pump_at(at=NOON) -> int:
    return pump.drain(lambda: at)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.SMTP)


def test_the_invitation_arrives_as_every_calendar_wants_it(smtp, municipality) -> None:
    message = queue_mail(municipality)

    pump_at()

    ((recipients, raw),) = smtp.mails
    mail = read(raw)
    alternative, attachment = mail.iter_parts()
    plain, html, calendar = alternative.iter_parts()
    assert recipients == ["birgitte@example.test"]
    assert mail.get_content_type() == "multipart/mixed"
    assert alternative.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html, calendar, attachment)] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_payload(decode=True) == CALENDAR.encode()
    assert attachment.get_payload(decode=True) == CALENDAR.encode()
    assert attachment.get_filename() == "invitation.ics"
    message.refresh_from_db()
    assert (message.state, message.fetch_at) == (MessageState.SENT, None)


def test_every_line_on_the_wire_ends_as_the_format_demands(smtp, municipality) -> None:
    queue_mail(municipality)

    pump_at()

    ((_, raw),) = smtp.mails
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_control_a_text_part_with_plain_newlines_loses_the_line_ends() -> None:
    naive = EmailMessage()
    naive.set_content(CALENDAR, subtype="calendar")

    assert naive.get_payload(decode=True) != CALENDAR.encode()


def test_headers_carry_danish_letters_and_our_own_id(smtp, municipality) -> None:
    message = queue_mail(municipality)

    pump_at()

    mail = read(smtp.mails[0][1])
    assert mail["Subject"] == "Du er tilmeldt Søglimt"
    assert mail["From"].addresses[0].display_name == "Fjordby Kommune"
    assert mail["Message-ID"] == f"<{message.uuid}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_text_alone_is_a_mail(smtp, municipality) -> None:
    queue_mail(municipality, html="", calendar="", calendar_method="")

    pump_at()

    mail = read(smtp.mails[0][1])
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == (
        "Tak, Birgitte.\n\nTorsdag den 26. november kl. 14.00.\n"
    )


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 later", MessageState.QUEUED),
        ("550 no such mailbox", MessageState.FAILED),
        ("554 refused", MessageState.FAILED),
    ],
)
def test_what_the_server_says_no_to(smtp, municipality, answer, state) -> None:
    smtp.answers.append(answer)
    message = queue_mail(municipality)

    pump_at()

    message.refresh_from_db()
    assert (message.state, smtp.mails) == (state, [])


def test_a_server_that_is_away_loses_nothing(municipality, settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    message = queue_mail(municipality)

    pump_at()

    message.refresh_from_db()
    assert (message.state, message.error_code) == (MessageState.QUEUED, "unreachable")


def test_a_mail_in_doubt_is_sent_again_with_the_same_id(smtp, municipality, monkeypatch) -> None:
    message = queue_mail(municipality)
    with monkeypatch.context() as broken:
        broken.setattr(smtplib.SMTP, "send_message", _cut)
        pump_at()
    for minute in (6, 31):
        at = NOON + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump_at(at)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)
    assert [read(raw)["Message-ID"] for _, raw in smtp.mails] == [f"<{message.uuid}@localhost>"]


def test_a_server_that_is_too_slow_leaves_the_mail_in_doubt_under_the_same_id(
    smtp, municipality, settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    smtp.delay = 1.0
    message = queue_mail(municipality)

    pump_at()
    message.refresh_from_db()
    in_doubt = message.state
    settings.EMAIL_TIMEOUT, smtp.delay = 5, 0.0
    for minute in (6, 31):
        at = NOON + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump_at(at)

    message.refresh_from_db()
    assert (in_doubt, message.state) == (MessageState.UNKNOWN, MessageState.SENT)
    assert {read(raw)["Message-ID"] for _, raw in smtp.mails} == {f"<{message.uuid}@localhost>"}


def _cut(*_: object) -> None:
    raise ConnectionResetError


def test_a_line_break_in_the_subject_is_no_way_into_the_headers(smtp, municipality) -> None:
    message = queue_mail(municipality, title="Hej\r\nBcc: alle@example.test")

    pump_at()

    message.refresh_from_db()
    assert (message.state, smtp.mails) == (MessageState.FAILED, [])
