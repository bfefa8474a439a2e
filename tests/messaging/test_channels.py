"""Other ways out: a second SMS provider by HTTP, and letters as files."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import ChannelPause, Message, MessageState
from backend.messaging.outbox import queue_letter
from backend.messaging.providers import http_sms
from tests.messaging.conftest import NOON, QueueSms

pytestmark = pytest.mark.django_db


class Plain:
    """A provider with three addresses, on loopback; ``answers`` are (status, body) to give first,
    and a body of None hangs up after taking the message."""

    def __init__(self) -> None:
        self.taken: dict[str, dict] = {}
        self.answers: list[tuple[int, object]] = []
        self.keys: set[str] = set()

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"plain": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    plain: Plain

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.plain.keys.add(self.headers["Authorization"])
        status, answer = self.plain.answers.pop(0) if self.plain.answers else (201, {})
        if status < 400:
            row = {"id": f"p{len(self.plain.taken) + 1}", "status": "accepted", **body}
            self.plain.taken.setdefault(body["reference"], row)
            answer = answer if answer is None or answer else self.plain.taken[body["reference"]]
        if answer is None:
            self.connection.close()
            return
        self._say(status, answer)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if reference := parse_qs(address.query).get("reference"):
            rows = [row for key, row in self.plain.taken.items() if key == reference[0]]
            self._say(200, rows)
        else:
            number = address.path.rpartition("/")[2]
            rows = [row for row in self.plain.taken.values() if row["id"] == number]
            self._say(200 if rows else 404, {**rows[0], "status": "delivered"} if rows else {})

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""

    def _say(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def plain(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """The provider, and the settings that lead to it."""
    monkeypatch.setattr(http_sms, "TIMEOUT_SECONDS", 1)
    with Plain() as server:
        settings.SMS_PROVIDER = "http"
        settings.HTTP_SMS_URL = server.url
        settings.HTTP_SMS_KEY = "key-of-ours"
        yield server


def test_a_second_provider_takes_a_message_and_tells_how_far_it_came(
    queue: QueueSms, plain: Plain
) -> None:
    message = queue()
    pump.drain(lambda: NOON)
    reconcile.chase(NOON + timedelta(minutes=16))

    message.refresh_from_db()
    assert (message.state, message.provider_id) == (MessageState.DELIVERED, "p1")
    (row,) = plain.taken.values()
    assert (row["to"], row["text"], row["from"]) == (message.to, message.body, "Fjordby")
    assert plain.keys == {"Bearer key-of-ours"}


@pytest.mark.parametrize(
    "answer", [(201, None), (201, {"status": "accepted"}), (500, {}), (429, {}), (503, {})]
)
def test_whatever_it_answers_the_message_arrives_once(
    queue: QueueSms, plain: Plain, answer: tuple[int, object]
) -> None:
    message = queue()
    plain.answers.append(answer)
    for minute in range(9):
        at = NOON + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump.drain(lambda at=at: at)

    message.refresh_from_db()
    assert (message.state, len(plain.taken)) == (MessageState.ACCEPTED, 1)


def test_a_number_it_refuses_fails_for_good(queue: QueueSms, plain: Plain) -> None:
    message = queue()
    plain.answers.append((422, {"error": "number"}))

    pump.drain(lambda: NOON)

    message.refresh_from_db()
    assert (message.state, message.error_code, plain.taken) == (MessageState.FAILED, "422", {})


def test_a_wrong_key_pauses_the_channel(queue: QueueSms, plain: Plain) -> None:
    message = queue()
    plain.answers.append((401, {}))

    pump.drain(lambda: NOON)

    message.refresh_from_db()
    assert (message.state, ChannelPause.objects.get().code) == (MessageState.QUEUED, "401")


def letter(place: Municipality) -> Message:
    return queue_letter(
        municipality=place,
        kind="brev",
        to="Birgitte Prøve",
        title="Tak for din hjælp",
        body="Kære Birgitte.\n\nTak.",
        dedupe_key="letter:1",
        at=NOON,
    )


def test_a_letter_is_one_whole_file(
    municipality: Municipality, settings: Settings, tmp_path: Path
) -> None:
    settings.LETTER_FOLDER = str(tmp_path)
    message = letter(municipality)

    pump.drain(lambda: NOON)

    message.refresh_from_db()
    (file,) = tmp_path.iterdir()
    written = json.loads(file.read_text("utf-8"))
    assert (file.name, message.state) == (f"{message.uuid}.json", MessageState.SENT)
    assert (written["to"], written["title"]) == ("Birgitte Prøve", "Tak for din hjælp")


def test_a_folder_that_is_gone_loses_nothing(
    municipality: Municipality, settings: Settings, tmp_path: Path
) -> None:
    settings.LETTER_FOLDER = str(tmp_path / "later")
    message = letter(municipality)
    pump.drain(lambda: NOON)
    (tmp_path / "later").mkdir()
    pump.drain(lambda: NOON + timedelta(minutes=1))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


def test_a_letter_whose_mark_was_lost_is_found_and_not_written_again(
    municipality: Municipality, settings: Settings, tmp_path: Path
) -> None:
    settings.LETTER_FOLDER = str(tmp_path)
    message = letter(municipality)
    claimed = pump.claim(NOON)
    (tmp_path / f"{claimed.uuid}.json").write_text("{}", encoding="utf-8")

    reconcile.reconcile(NOON + timedelta(minutes=6))

    message.refresh_from_db()
    assert message.state == MessageState.SENT
