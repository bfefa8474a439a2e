"""The sender: claim due calls and commit, make them all at once, mark what came of each."""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
from django.db import transaction
from django.db.models import F, Q

from backend.accounts.secrets import unseal
from backend.audit.log import record
from backend.common.actors import clock
from backend.webhooks.models import Delivery, DeliveryState, Endpoint
from backend.webhooks.signatures import signed_headers
from backend.webhooks.targets import ForbiddenTargetError, checked_socket, require_target

# How long one call may take in all: name, handshake, and the head of the answer.
TIMEOUT_SECONDS = 5.0
# Nobody's answer is read beyond its head; a head is at most 8 kB a line.
LEASE = timedelta(minutes=2)
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 10 * 60)
)
_LONGEST_REST = timedelta(minutes=30)
_LONGEST_WISH = timedelta(days=1)
_AT_ONCE = 50
_BUDGET = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt, ready to leave: where to, with what headers, saying what."""

    url: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, or the word for why there is none; and the wait the other side asks for."""

    outcome: str
    wait: timedelta = timedelta()

    @property
    def delivered(self) -> bool:
        """2xx; anything else, a redirect too, is a failure."""
        return self.outcome.isdigit() and int(self.outcome) // 100 == 2  # noqa: PLR2004


def send_due(now: Callable[[], datetime]) -> int:
    """Makes the calls that are due, for about ten seconds; returns how many. Safe beside others.

    A call whose sender died is made again after two minutes: whoever is called knows it by its
    webhook-id.
    """
    begun, made = now(), 0
    while now() < begun + _BUDGET and (claimed := claim(now())):
        calls = [call_of(delivery, now()) for delivery in claimed]
        for delivery, answer in zip(claimed, asyncio.run(make_calls(calls)), strict=True):
            mark(delivery, answer, now())
        made += len(claimed)
    return made


@transaction.atomic
def claim(at: datetime) -> list[Delivery]:
    """Takes due calls for two minutes and commits; of an address that failed last, one alone."""
    due = (
        Delivery.objects.filter(Q(state="queued", due_at__lte=at) | Q(lease_until__lte=at))
        .filter(Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=at))
        .filter(endpoint__off_at=None, state__in=["queued", "sending"])
        .select_related("endpoint")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "id")[:_AT_ONCE]
    )
    claimed, probed = [], set()
    for delivery in due:
        if delivery.endpoint.failures and delivery.endpoint_id in probed:
            continue
        probed.add(delivery.endpoint_id)
        delivery.state = DeliveryState.SENDING.value
        delivery.attempts += 1
        delivery.lease_until = at + LEASE
        claimed.append(delivery)
    Delivery.objects.bulk_update(claimed, ["state", "attempts", "lease_until"])
    return claimed


def call_of(delivery: Delivery, at: datetime) -> Call:
    """The attempt, signed with the secret and, while it counts, the one before."""
    endpoint = delivery.endpoint
    keys = [unseal(endpoint.secret)]
    if endpoint.old_until is not None and at < endpoint.old_until:
        keys.append(unseal(endpoint.old_secret))
    headers = signed_headers(delivery.uuid, delivery.body, keys, at)
    return Call(endpoint.url, {**headers, "Content-Type": "application/json"}, delivery.body)


async def make_calls(calls: Sequence[Call]) -> list[Answer]:
    """All at once, each within its time. No cookies, no proxies, no redirects, no bodies read."""
    # A context of our own: the library's is made once, when it is imported.
    connector = aiohttp.TCPConnector(
        socket_factory=checked_socket, ssl=ssl.create_default_context(), use_dns_cache=False
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": "Samspil"},
        auto_decompress=False,
    ) as session:
        return await asyncio.gather(*(_make(session, call) for call in calls))


def mark(delivery: Delivery, answer: Answer, at: datetime) -> None:
    """Writes what came of a call, unless a later claim has it by now."""
    mine = Delivery.objects.filter(pk=delivery.pk, state="sending", attempts=delivery.attempts)
    endpoint = Endpoint.objects.filter(pk=delivery.endpoint_id)
    fate = {"state_at": at, "outcome": answer.outcome, "lease_until": None}
    if answer.delivered:
        mine.update(state="delivered", **fate)
        endpoint.filter(failures__gt=0).update(failures=0, rests_until=None)
        return
    left = WAITS[delivery.attempts - 1 :]
    if answer.outcome == str(int(HTTPStatus.GONE)):
        # The convention's word for "never again".
        _switch_off(delivery.endpoint, at)
        left = ()
    if left:
        mine.update(state="queued", due_at=at + max(left[0], answer.wait), **fate)
    else:
        mine.update(state="dead", **fate)
    failures = min(delivery.endpoint.failures, len(WAITS) - 1)
    rest = max(min(WAITS[failures], _LONGEST_REST), answer.wait)
    endpoint.update(failures=F("failures") + 1, rests_until=at + rest)


@transaction.atomic
def _switch_off(endpoint: Endpoint, at: datetime) -> None:
    if Endpoint.objects.filter(pk=endpoint.pk, off_at=None).update(off_at=at):
        by = clock(endpoint.municipality_id)
        record("switch_endpoint", endpoint, by=by, at=at, on=False)


async def _make(session: aiohttp.ClientSession, call: Call) -> Answer:
    try:
        require_target(call.url)
        async with session.post(
            call.url, data=call.body.encode(), headers=call.headers, allow_redirects=False
        ) as answer:
            return Answer(str(answer.status), _wish(answer.headers.get("Retry-After", "")))
    except ForbiddenTargetError:
        return Answer("forbidden")
    except TimeoutError:
        return Answer("timeout")
    except (aiohttp.ClientSSLError, ssl.SSLError):
        return Answer("tls")
    except aiohttp.ClientConnectorError as error:
        inside = isinstance(error.os_error, ForbiddenTargetError)
        return Answer("forbidden" if inside else "unreachable")
    except (aiohttp.ClientError, OSError, ValueError):
        return Answer("unreachable")


def _wish(retry_after: str) -> timedelta:
    """The wait that was asked for in seconds, at most a day."""
    if not (retry_after.isascii() and retry_after.isdigit()):
        return timedelta()
    return min(timedelta(seconds=min(int(retry_after[:9]), 86400)), _LONGEST_WISH)
