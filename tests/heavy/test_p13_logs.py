"""P13: after people have used everything, no log holds a key, a telephone number or a name."""

import http.client
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from pytest_django import Settings

from backend.common.tokens import new_token
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.cast import PASSWORD, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.heavy.figures import keep_figure
from tests.servers import worker_process
from tests.servers.twilio_server import Fault, TwilioServer, sign
from volunteers.actions.feeds import subscribe
from volunteers.actions.links import issue_link
from volunteers.models import Link

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[2]
PUBLIC = "https://frivillig.test"
NAME = "Øllegaard"
PHONE = "+4512987654"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_web(server: TwilioServer, port: int, log: Path, *, masked: bool) -> subprocess.Popen:
    """The web server with its access log on; the naive one with the library's own format."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--no-ws", "--access-log"]
    if masked:
        command += ["--log-config", str(ROOT / "backend" / "granian_logs.json")]
    with log.open("wb") as words:
        process = subprocess.Popen(
            [*command, "backend.wsgi:application"],
            cwd=ROOT,
            env=worker_process.environment(server, DJANGO_SETTINGS_MODULE="tests.settings"),
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def call(port: int, method: str, path: str, form: dict[str, str] | None = None, **headers) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, urlencode(form or {}), kind | named)
    status = line.getresponse().status
    line.close()
    return status


def use_everything(port: int, paths: list[str]) -> None:
    """Links that work, that are dead, that are answered; a text from a person; searches."""
    for path in (*paths, f"/s/{new_token()}", f"/kalender/{new_token()}.ics"):
        call(port, "GET", path)
    call(port, "POST", paths[0], {"svar": "ja", "accepts_rules": "on"})
    call(port, "GET", f"/telefon/{quote(PHONE)}")
    call(port, "GET", f"/telefon?nr={quote(PHONE)}")
    call(port, "GET", f"/koordinator/frivillige/?q={quote(NAME)}")
    login = {"login": "coordinator1@test.invalid", "password": PASSWORD}
    call(port, "POST", "/konto/log-ind", login)
    form = {"MessageSid": "SM1", "From": PHONE, "To": "+4570707070", "Body": f"Hej, {NAME} her"}
    call(port, "POST", "/twilio/ind/", form)
    signature = sign(f"{PUBLIC}/twilio/ind/", form)
    call(port, "POST", "/twilio/ind/", form, X_Twilio_Signature=signature)


def found_in(log: str, secrets: list[str]) -> int:
    return sum(log.count(secret) for secret in secrets)


def test_no_log_holds_a_key_a_number_or_a_name(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLIC_URL = PUBLIC
    cast.municipality.sms_sender = "+4570707070"
    cast.municipality.save()
    at = now()
    slot = open_slot(cast, at=at)
    (person,) = make_volunteers(cast, 1, first_name="Birgitte", last_name=NAME, phone=PHONE)
    offer = offer_to(slot, person, at)
    link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=at)
    feed = subscribe(person=person, by=link_actor(person), at=at)
    paths = ["/" + address.split("/", 3)[3] for address in (link, feed)]
    tokens = [path.rsplit("/", 1)[1].removesuffix(".ics") for path in paths]
    _queue_trouble(cast, at)
    written, naive = _logs(settings, paths, tmp_path)

    secrets = [*tokens, PHONE, PHONE[1:], "12 98 76 54", NAME, quote(NAME), "@test.invalid"]
    keep_figure(
        "P13",
        figure=found_in(written, secrets),
        unit=f"keys, numbers, names and addresses in {len(written.splitlines())} log lines of "
        "web server and worker",
        held=found_in(written, secrets) == 0 and "/s/***" in written,
        control_failed=found_in(naive, secrets) > 0,
    )


def _queue_trouble(cast: Cast, at) -> None:
    """Messages that will be refused, reset and slowed down, so that the worker has to write."""
    for number in range(6):
        queue_sms(
            municipality=cast.municipality,
            kind="bekraeftelse",
            to=PHONE,
            body=f"Tak, {NAME}. Nr. {number}",
            dedupe_key=f"log:{number}",
            at=at,
            expires_at=at + timedelta(hours=5),
        )


def _logs(settings: Settings, paths: list[str], folder: Path) -> tuple[str, str]:
    """What web server and worker wrote, and what the naive web server wrote."""
    port, other = free_port(), free_port()
    faults = [Fault.RESET_AFTER, "21211", Fault.ERROR_BEFORE, "20429", "20003"]
    with TwilioServer() as server:
        server.faults.extend(faults)
        web = start_web(server, port, folder / "web.log", masked=True)
        worker = worker_process.start(server)
        try:
            use_everything(port, paths)
            deadline = time.monotonic() + 60
            while server.posts < len(faults) and time.monotonic() < deadline:
                time.sleep(0.2)
        finally:
            web.terminate()
            web.wait(20)
            _, words = worker_process.end(worker)
        assert Message.objects.exclude(error_code="").exists()
        naive = start_web(server, other, folder / "naive.log", masked=False)
        use_everything(other, paths)
        naive.terminate()
        naive.wait(20)
    written = (folder / "web.log").read_text("utf-8") + words.decode()
    return written, (folder / "naive.log").read_text("utf-8")
