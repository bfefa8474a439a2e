"""No call goes anywhere inside the house, hangs, or reads what it need not; each with a control."""

import socket
import time
from pathlib import Path

import aiohttp
import pytest
import requests
from pytest_django import Settings

from backend.webhooks import sender
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from backend.webhooks.targets import ForbiddenTargetError, is_forbidden, require_target
from tests.cast import NOW, Cast, open_slot
from tests.servers.webhook_server import WebhookServer, make_certificate
from tests.webhooks.conftest import Clock, endpoint_at, outcomes

INSIDE = [
    "127.0.0.1",
    "127.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
]
OUTSIDE = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"]


@pytest.fixture
def told(cast: Cast) -> Cast:
    """A time that something can be told of."""
    open_slot(cast)
    return cast


def call(cast: Cast, url: str) -> tuple[str, str, int]:
    """One call to the address, and what came of it."""
    endpoint_at(cast, url)
    announce(Event.SLOT_FILLED, cast.municipality.slots.get(), at=NOW)
    sender.send_due(Clock())
    return outcomes()[-1]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_the_house_are_forbidden(address: str) -> None:
    assert is_forbidden(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_control_addresses_of_the_internet_are_not(address: str) -> None:
    assert not is_forbidden(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "https://",
        "https://user:key@example.org/",
        "https://example.org/#part",
        "https://example.org:99999/",
        "https://[::1",
        "https://exam ple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://10.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://[::ffff:10.0.0.1]/",
        "https://bücher.example/",
    ],
)
def test_odd_addresses_are_refused_when_they_are_written(url: str) -> None:
    with pytest.raises(ForbiddenTargetError):
        require_target(url)


def test_control_an_ordinary_address_is_taken() -> None:
    require_target("https://hooks.example.org:8443/samspil?place=1")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433"])
def test_loopback_is_not_called_however_it_is_written(
    told: Cast, settings: Settings, host: str
) -> None:
    with WebhookServer() as other:
        found = call(told, f"https://{host}:{other.port}/hook")

        assert (found, other.calls) == (("queued", "forbidden", 1), [])
        # Control: where it is allowed, the same listener answers.
        settings.WEBHOOKS_TO_LOOPBACK = True
        assert call(told, other.url) == ("delivered", "204", 1)


def test_a_name_that_changes_its_mind_leads_nowhere(
    told: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: harmless when it is looked at, loopback when it is connected to."""
    asked: list[str] = []
    inside, outside = "127.0.0.1", "93.184.216.34"

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[object]:
        asked.append(host)
        number = outside if len(asked) == 1 else inside
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    with WebhookServer() as other:
        naive = _looks_then_asks_again(resolve, other.port)
        asked.clear()
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        resolve("rebind.example", other.port)
        found = call(told, f"https://rebind.example:{other.port}/")

        # Ours asks once for each connection and is refused by the very number it would call.
        assert (found, len(asked), other.calls) == (("queued", "forbidden", 1), 2, [])
        assert naive == inside


def _looks_then_asks_again(resolve: object, port: int) -> str:
    """A guard that checks one look and lets the client take another: the control."""
    seen = resolve("rebind.example", port)[0][4][0]  # type: ignore[operator]
    assert not is_forbidden(seen)
    return str(resolve("rebind.example", port)[0][4][0])  # type: ignore[operator]


def test_a_redirect_is_not_followed(told: Cast, other: WebhookServer) -> None:
    with WebhookServer() as elsewhere:
        other.statuses, other.headers = [307], {"Location": elsewhere.url}

        assert call(told, other.url) == ("queued", "307", 1)
        assert elsewhere.calls == []
        # Control: a client with the usual manners goes where it is sent.
        other.statuses = [307]
        assert _usual_client(other.url) == 204
        assert len(elsewhere.calls) == 1


def _usual_client(url: str, timeout: float = 5) -> int:
    return requests.post(url, data="{}", timeout=timeout).status_code


def test_an_answer_that_drips_is_cut_off(
    told: Cast, other: WebhookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other.drips = True
    monkeypatch.setattr(sender, "TIMEOUT_SECONDS", 0.5)

    begun = time.monotonic()
    found = call(told, other.url)
    took = time.monotonic() - begun
    # Control: a time-out for each read alone never comes, since every byte is in time.
    begun = time.monotonic()
    assert _usual_client(other.url, timeout=0.5) == 200
    patient = time.monotonic() - begun

    assert (found, took < 1.5, patient > 1.5) == (("queued", "timeout", 1), True, True)


def test_a_long_answer_is_not_read(told: Cast, other: WebhookServer) -> None:
    other.statuses, other.body_size = [200], 64_000_000

    assert call(told, other.url) == ("delivered", "200", 1)
    time.sleep(0.2)

    assert other.sent_bytes < 16_000_000
    # Control: the usual client takes it all.
    other.statuses, other.sent_bytes = [200], 0
    assert _usual_client(other.url) == 200
    assert other.sent_bytes >= other.body_size


@pytest.mark.parametrize(("named", "found"), [("127.0.0.1", "204"), ("elsewhere.example", "tls")])
def test_the_certificate_must_be_that_of_the_address(
    told: Cast,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    named: str,
    found: str,
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    path = make_certificate(tmp_path, named)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with WebhookServer(certificate=path) as other:
        assert call(told, other.url)[1] == found
        assert len(other.calls) == (found == "204")


def test_a_certificate_nobody_trusts_is_refused(
    told: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    with WebhookServer(certificate=make_certificate(tmp_path, "127.0.0.1")) as other:
        assert call(told, other.url)[1] == "tls"


def test_the_library_asks_our_door_for_every_socket() -> None:
    """If a new version no longer knows the option, calls would leave unchecked."""
    assert "socket_factory" in aiohttp.TCPConnector.__init__.__annotations__
