"""P14: unknown, expired and revoked links: one status, the same bytes, the same time."""

import statistics
import time

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from backend.common.tokens import new_token
from tests.cast import NOW, Cast, offer_to, open_slot
from tests.heavy.figures import keep_figure
from volunteers.actions.links import issue_link
from volunteers.models import Link
from volunteers.queries.answers import answer_page
from volunteers.queries.links import find_link

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(300)]
ROUNDS = 300


def test_three_sorts_of_dead_link_look_alike(cast: Cast, client: Client) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    live, expired, revoked = (
        issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW).rsplit("/", 1)[1]
        for _ in range(3)
    )
    rows = Link.objects.order_by("-id")
    Link.objects.filter(pk=rows[1].pk).update(expires_at=NOW.replace(year=2020))
    Link.objects.filter(pk=rows[0].pk).update(revoked_at=NOW)
    pages: set[tuple[int, bytes]] = set()
    spent: dict[str, list[float]] = {"unknown": [], "expired": [], "revoked": []}
    naive: dict[str, list[float]] = {"live": [], "unknown": []}
    cache.clear()
    with time_machine.travel(NOW, tick=True):
        for turn in range(ROUNDS):
            tokens = {"unknown": new_token(), "expired": expired, "revoked": revoked}
            # The first miss of an address costs less than the next: each sort takes its turn.
            order = sorted(tokens.items())[turn % 3 :] + sorted(tokens.items())[: turn % 3]
            for sort, token in order:
                begun = time.perf_counter()
                # Each round comes from an address of its own, below the pace of guessing.
                page = client.get(f"/s/{token}", REMOTE_ADDR=f"10.0.{turn // 250}.{turn % 250}")
                spent[sort].append(time.perf_counter() - begun)
                pages.add((page.status_code, page.content))
            for sort, token in (("live", live), ("unknown", new_token())):
                begun = time.perf_counter()
                _naive(token)
                naive[sort].append(time.perf_counter() - begun)
    medians = [statistics.median(times) * 1000 for times in spent.values()]
    spread = max(medians) - min(medians)
    told_apart = statistics.median(naive["live"]) > 1.5 * statistics.median(naive["unknown"])

    keep_figure(
        "P14",
        figure=round(spread, 3),
        unit=f"ms between the medians of unknown, expired and revoked ({ROUNDS} each); "
        f"{len(pages)} different answer",
        held=len(pages) == 1 and next(iter(pages))[0] == 404 and spread <= 5,
        control_failed=told_apart,
    )


def _naive(token: str) -> None:
    """A door that looks the whole page up before it asks whether the link is still good."""
    link = find_link(token, NOW)
    if link is not None:
        answer_page(link, NOW)
