"""P12: scanners and previews open links by GET and HEAD, and nothing is written."""

import math
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client

from backend.common.tokens import new_token, token_hash
from backend.web.clock import now
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from tests.heavy.figures import keep_figure
from tests.volunteers.stage import say_yes
from volunteers.actions.answers import mark_seen
from volunteers.actions.feeds import renew_feed, subscribe
from volunteers.actions.links import issue_link
from volunteers.models import InstitutionFeed, Link

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(600)]
SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0) SafeLinks",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23",
    "Slackbot-LinkExpanding 1.0",
    "Twitterbot/1.0",
    "Mozilla/5.0 (iPhone) iMessagePreview",
    "GoogleImageProxy",
    "BarracudaLinkProtect",
)
TIMES = 100
# The calendars' links are opened a hundred times by all scanners together.
OTHERS = 13
ALPHABET = 58


def writes(run: Callable[[], None]) -> int:
    """How many statements that write the database saw."""
    seen = 0

    def watch(execute, sql, params, many, context):
        nonlocal seen
        seen += sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        run()
    return seen


def test_looking_writes_nothing(cast: Cast) -> None:
    slot = open_slot(cast)
    say_yes(slot, cast.helper)
    offer = offer_to(slot, cast.helper)
    link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW)
    feed = subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW)
    place = renew_feed(institution=cast.here, by=cast.actor(cast.leader), at=NOW)
    answer = "/" + link.split("/", 3)[3]
    paths = [
        answer,
        f"{answer}/kalender.ics",
        *("/" + one.split("/", 3)[3] for one in (feed, place)),
    ]

    def scan() -> None:
        for scanner in SCANNERS:
            client = Client(headers={"User-Agent": scanner})
            for turn in range(TIMES):
                for path in paths if turn < OTHERS else paths[:1]:
                    assert client.get(path).status_code == client.head(path).status_code == 200

    def naive() -> None:
        Client().get(answer)
        mark_seen(offer=offer, at=now())

    with time_machine.travel(NOW, tick=True):
        written, naive_written = writes(scan), writes(naive)
    bits = len(new_token()) * math.log2(ALPHABET)
    hashed = not _stands_in_a_row(link) and not _stands_in_a_row(feed)

    keep_figure(
        "P12",
        figure=written,
        unit=f"writes by {len(SCANNERS)} scanners × {TIMES} × GET and HEAD of an answer's link and "
        f"{len(SCANNERS) * OTHERS} of each of {len(paths) - 1} calendar links; "
        f"links of {bits:.1f} bits, hashed",
        held=written == 0 and bits >= 128 and hashed,
        control_failed=naive_written > 0,
    )


def _stands_in_a_row(address: str) -> bool:
    """Whether the token itself, and not its hash, is what the table holds."""
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    kept = {*Link.objects.values_list("token_hash", flat=True)} | {
        *InstitutionFeed.objects.values_list("token_hash", flat=True)
    }
    assert token_hash(token) in kept
    return token in kept
