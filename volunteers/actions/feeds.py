"""Make, and end, the secret addresses of calendars."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.tokens import new_token, token_hash
from backend.messaging.addresses import public_address
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may
from volunteers.models import InstitutionFeed, Link, Volunteer

LIVES = timedelta(days=730)
# A telephone, a computer, and a spare: earlier addresses end.
MOST_LIVE = 3


@transaction.atomic
def subscribe(*, person: Volunteer, by: Actor, at: datetime) -> str:
    """A new secret address of the person's calendar; the newest three work, older ones end.

    The token is in the returned address only.
    """
    person = (
        Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=person.pk)
    )
    token = new_token()
    Link.objects.create(
        municipality_id=person.municipality_id,
        purpose=Link.Purpose.CALENDAR,
        token_hash=token_hash(token),
        volunteer=person,
        created_at=at,
        expires_at=at + LIVES,
    )
    live = Link.objects.filter(
        volunteer=person, purpose=Link.Purpose.CALENDAR, revoked_at__isnull=True
    ).order_by("-created_at", "-id")
    old = list(live.values_list("pk", flat=True)[MOST_LIVE:])
    Link.objects.filter(pk__in=old).update(revoked_at=at)
    record("subscribe", person, by=by, at=at)
    return feed_address(person.municipality.link_host, token)


@transaction.atomic
def renew_feed(*, institution: Institution, by: Actor, at: datetime) -> str:
    """A new secret address of the institution's calendar; the one before ends at once."""
    require_may(
        by,
        Deed.POST_NEED,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    live = InstitutionFeed.objects.filter(institution=institution, revoked_at__isnull=True)
    live.update(revoked_at=at)
    token = new_token()
    InstitutionFeed.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        token_hash=token_hash(token),
        created_at=at,
    )
    record("renew_feed", institution, by=by, at=at)
    return feed_address(institution.municipality.link_host, token, "sted/")


def feed_address(host: str, token: str, place: str = "") -> str:
    """The municipality's own host; the demo and the tests answer at their public address."""
    return public_address(host, f"/kalender/{place}{token}.ics")
