"""P3: the same tap ten times at once, or again after a lost answer, is one yes."""

import socket
import time
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application

from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from tests.cast import NOW, Cast, make_volunteers
from tests.heavy.figures import keep_figure
from tests.servers.crowd import post_all, serving
from tests.volunteers.test_links_race import YES, StartResponse, clock, links_to, slot_with
from volunteers.models import Assignment
from volunteers.queries.links import find_link

__all__ = ["clock"]

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
TAPS, PEOPLE = 10, 20


def tap_and_hang_up(port: int, path: str) -> None:
    """Sends the yes and is gone before the answer."""
    body = urlencode(YES)
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}".encode()
        )


def naive(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """A door that looks whether the person is confirmed and writes a confirmation a tap."""
    link = find_link(environ["PATH_INFO"].removeprefix("/s/"), NOW)
    assert link is not None
    seen = Message.objects.filter(recipient_ref=link.volunteer_id, kind="bekraeftelse").exists()
    if not seen:
        time.sleep(0.02)
        queue_sms(
            municipality=link.volunteer.municipality,
            kind="bekraeftelse",
            to=link.volunteer.phone,
            body="Tak",
            dedupe_key=str(uuid.uuid4()),
            recipient_ref=link.volunteer_id,
            at=NOW,
        )
    start_response("302 Found", [("Location", "/")])
    return [b""]


def test_one_yes_whatever_the_finger_does(cast: Cast) -> None:
    slot = slot_with(cast, PEOPLE)
    paths = links_to(slot, make_volunteers(cast, PEOPLE))
    with serving(get_wsgi_application()) as port:
        for path in paths[: PEOPLE // 2]:
            tap_and_hang_up(port, path)
        statuses = {
            answer.status for path in paths for answer in post_all(port, [path] * TAPS, YES)
        }
    seats = Assignment.objects.filter(slot=slot, state="confirmed").count()
    told = Message.objects.filter(kind="bekraeftelse").count()
    extra = (seats - PEOPLE) + (told - PEOPLE)

    Message.objects.all().delete()
    with serving(naive) as port:
        post_all(port, [paths[0]] * TAPS, YES)
    repeated = Message.objects.filter(kind="bekraeftelse").count()

    keep_figure(
        "P3",
        figure=extra,
        unit=f"seats or confirmations too many after {PEOPLE} people tapped {TAPS} times",
        held=extra == 0 and statuses == {302},
        control_failed=repeated > 1,
    )
