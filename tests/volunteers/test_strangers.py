"""Who tries addresses at random is slowed down; who holds a link never is."""

import secrets

import pytest
from django.core.cache import cache
from django.test import Client

from backend.common.tokens import new_token
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from volunteers.actions.feeds import subscribe
from volunteers.actions.links import issue_link
from volunteers.models import Link
from volunteers.web.strangers import MOST_MISSES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_count() -> None:
    cache.clear()


def test_persistent_guessing_is_slowed_and_a_real_link_is_not(cast: Cast, client: Client) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    good = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW).rsplit("/", 1)[1]

    statuses = [client.get(f"/s/{new_token()}").status_code for _ in range(MOST_MISSES + 2)]

    assert statuses == [404] * MOST_MISSES + [429] * 2
    assert client.get(f"/kalender/{new_token()}.ics").status_code == 429
    assert client.get(f"/s/{good}").status_code == 200


def test_a_forwarded_address_is_not_believed(cast: Cast, client: Client) -> None:
    statuses = {
        client.get(
            f"/s/{new_token()}", headers={"X-Forwarded-For": f"10.0.0.{secrets.randbelow(250)}"}
        ).status_code
        for _ in range(MOST_MISSES + 2)
    }

    assert statuses == {404, 429}


def test_unknown_expired_and_revoked_are_the_same_bytes(cast: Cast, client: Client) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    tokens = [
        issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW).rsplit("/", 1)[1]
        for _ in range(2)
    ]
    expired, revoked = Link.objects.order_by("-id")[:2]
    Link.objects.filter(pk=expired.pk).update(expires_at=NOW.replace(year=2020))
    Link.objects.filter(pk=revoked.pk).update(revoked_at=NOW)
    feed = subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW)
    crossed = feed.rsplit("/", 1)[1].removesuffix(".ics")

    pages = [client.get(f"/s/{token}") for token in (*tokens, crossed, new_token(), "kort")]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
