"""A volunteer invites a friend with a link passed on by hand; who comes is counted, never named."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from backend.audit.log import record
from backend.common.actors import Actor
from volunteers.models import FriendLink, Volunteer


@transaction.atomic
def make_friend_link(*, volunteer: Volunteer, by: Actor, at: datetime) -> FriendLink:
    """The person's own link to pass on; the second time the same one."""
    link, created = FriendLink.objects.get_or_create(
        volunteer=volunteer,
        defaults={"municipality_id": volunteer.municipality_id, "created_at": at},
    )
    if created:
        record("make_friend_link", link, by=by, at=at)
    return link


def count_friend(link: FriendLink) -> None:
    """One more signed up there; inside the sign-up's transaction."""
    FriendLink.objects.filter(pk=link.pk).update(sign_ups=F("sign_ups") + 1)
