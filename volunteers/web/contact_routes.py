"""Which page the short link of an association's contact leads to."""

from collections.abc import Mapping
from datetime import datetime

from backend.common.tokens import token_hash
from volunteers.models import ContactLink
from volunteers.queries.associations import find_contact_link

_ROUTES: Mapping[str, str] = {
    ContactLink.Purpose.GROUP: "volunteers:group",
    ContactLink.Purpose.DOOR: "volunteers:association_door",
}


def contact_route(token: str, at: datetime) -> str:
    """The route of a live contact's link that stands in an SMS; "" for everything else."""
    link = find_contact_link(token_hash(token), at, list(_ROUTES))
    return _ROUTES[link.purpose] if link is not None else ""
