"""From a token in an address to what it opens."""

from collections.abc import Iterable
from datetime import datetime

from backend.common.tokens import token_hash
from institutions.models import Slot
from volunteers.models import Assignment, Link, Offer
from volunteers.rules.states import HOLDS_A_SEAT

# The purposes that open a question's page; a calendar's address opens only the calendar.
PAGES = (Link.Purpose.ANSWER, Link.Purpose.THANKS)
# What a page shows of a time.
WITH_SLOT = ("task__institution", "task__kind")


def find_link(token: str, at: datetime, purposes: Iterable[str] = PAGES) -> Link | None:
    """The live link with its person and question, in one query; what that is about, the page loads.

    None for unknown, expired and revoked, and for a link of another purpose. They look the same to
    the one who asks, on purpose.
    """
    found = Link.objects.select_related("volunteer__municipality", "offer").filter(
        purpose__in=list(purposes),
        token_hash=token_hash(token),
        expires_at__gt=at,
        revoked_at__isnull=True,
    )
    link = next(iter(found), None)
    offer = link.offer if link is not None else None
    if link is not None and offer is not None and offer.volunteer_id == link.volunteer_id:
        offer.volunteer = link.volunteer
    return link


def slot_behind(offer: Offer) -> Slot:
    """The question's time with all that is shown of it; one query, none where it is loaded."""
    if not Offer.slot.is_cached(offer):
        offer.slot = Slot.objects.select_related(*WITH_SLOT).get(pk=offer.slot_id)
    # A question, its person and its place are of one municipality, whose row the link has.
    offer.slot.task.institution.municipality = offer.volunteer.municipality
    return offer.slot


def seat_behind(offer: Offer) -> Assignment | None:
    """What the person has at the question's time, whatever its state; one query."""
    held = Assignment.objects.select_related("pulse")
    return next(
        iter(held.filter(volunteer_id=offer.volunteer_id, slot_id=offer.slot_id)),
        None,
    )


def seat_of(link: Link) -> Assignment | None:
    """The seat behind an answer link with all a calendar file needs, in one query; else None."""
    offer = link.offer
    if offer is None or link.purpose != Link.Purpose.ANSWER:
        return None
    return (
        Assignment.objects.select_related("volunteer", "slot__task__institution__municipality")
        .filter(
            volunteer_id=offer.volunteer_id,
            slot_id=offer.slot_id,
            state__in=sorted(HOLDS_A_SEAT),
        )
        .first()
    )
