"""Other systems that are told what happens: their addresses, secrets, and calls made anew."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from backend.accounts.secrets import seal
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from backend.webhooks.announcements import replay
from backend.webhooks.models import Delivery, DeliveryState, Endpoint, Event
from backend.webhooks.signatures import new_secret
from backend.webhooks.targets import ForbiddenTargetError, require_target
from institutions.rules.deeds import Deed, require_may

LONGEST_NAME = 80
LONGEST_URL = 500
# How long the secret before the newest signs too.
OVERLAP = timedelta(hours=24)
MOST_ENDPOINTS = 20


@transaction.atomic
def add_endpoint(
    *, name: str, url: str, events: Collection[str], by: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """A new address and its secret, which is shown now or never.

    Refuses what is not https on the open internet, no name, no event, and a twenty-first address.
    Twice gives two.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    _require_sense(name, url, events)
    if Endpoint.objects.filter(municipality_id=by.municipality_id).count() >= MOST_ENDPOINTS:
        raise Clash("too_many_endpoints", "Der er allerede 20 modtagere. Luk en først.")
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        municipality_id=by.municipality_id,
        name=name.strip(),
        url=url,
        events=_in_order(events),
        secret=seal(secret),
        created_at=at,
    )
    record("add_endpoint", endpoint, by=by, at=at, events=endpoint.events)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, endpoint: Endpoint, name: str, url: str, events: Collection[str], by: Actor, at: datetime
) -> Endpoint:
    """Another name, address or choice of events, all at once; what is owed goes to the new address.

    Refuses as ``add_endpoint`` does. The same again changes nothing.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    _require_sense(name, url, events)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    new = (name.strip(), url, _in_order(events))
    if (endpoint.name, endpoint.url, endpoint.events) == new:
        return endpoint
    if endpoint.url != url:
        endpoint.failures, endpoint.rests_until = 0, None
    endpoint.name, endpoint.url, endpoint.events = new
    endpoint.save(update_fields=["name", "url", "events", "failures", "rests_until"])
    record("change_endpoint", endpoint, by=by, at=at, events=endpoint.events)
    return endpoint


@transaction.atomic
def rotate_secret(*, endpoint: Endpoint, by: Actor, at: datetime) -> tuple[Endpoint, str]:
    """A new secret, shown now or never; for 24 hours calls are signed with the old one as well.

    Twice gives two new ones, of which the first is then the old.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = new_secret()
    endpoint.old_secret, endpoint.old_until = endpoint.secret, at + OVERLAP
    endpoint.secret = seal(secret)
    endpoint.save(update_fields=["secret", "old_secret", "old_until"])
    record("rotate_secret", endpoint, by=by, at=at)
    return endpoint, secret


@transaction.atomic
def switch_endpoint(*, endpoint: Endpoint, on: bool, by: Actor, at: datetime) -> Endpoint:
    """Off: nothing more is owed or sent there. On: what is owed goes out again.

    What happened while it was off is not told. The same again changes nothing.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if (endpoint.off_at is None) == on:
        return endpoint
    endpoint.off_at = None if on else at
    endpoint.failures, endpoint.rests_until = 0, None
    endpoint.save(update_fields=["off_at", "failures", "rests_until"])
    record("switch_endpoint", endpoint, by=by, at=at, on=on)
    return endpoint


@transaction.atomic
def replay_delivery(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """Makes one call anew, dead or delivered; one that is under way is left as it is."""
    require_may(by, Deed.KEEP_ORGANISATION)
    if replay([delivery], at):
        record("replay_delivery", delivery.endpoint, by=by, at=at, calls=1)
    return Delivery.objects.select_related("endpoint").get(pk=delivery.pk)


@transaction.atomic
def replay_dead(*, endpoint: Endpoint, by: Actor, at: datetime) -> int:
    """Makes every call anew that was given up; returns how many. The second time finds none."""
    require_may(by, Deed.KEEP_ORGANISATION)
    dead = list(endpoint.deliveries.filter(state=DeliveryState.DEAD))
    again = replay(dead, at)
    if again:
        record("replay_delivery", endpoint, by=by, at=at, calls=again)
    return again


def _in_order(events: Collection[str]) -> list[str]:
    return [one.value for one in Event if one.value in events]


def _require_sense(name: str, url: str, events: Collection[str]) -> None:
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        wrong["name"] = ["Skriv, hvilket system der får besked, med højst 80 tegn."]
    if len(url) > LONGEST_URL or not _may_be_called(url):
        wrong["url"] = [
            "Skriv en adresse, der begynder med https:// og kan nås fra internettet, "
            "fx https://intranet.kommunen.dk/samspil."
        ]
    if not events or set(events) - {one.value for one in Event}:
        wrong["events"] = ["Vælg mindst én hændelse."]
    if wrong:
        raise Invalid("endpoint_incomplete", "Ret felterne, og prøv igen.", wrong)


def _may_be_called(url: str) -> bool:
    try:
        require_target(url)
    except ForbiddenTargetError:
        return False
    return True
