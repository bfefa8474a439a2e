"""Whose link somebody came by."""

from uuid import UUID

from volunteers.models import FriendLink, Volunteer


def friend_link_named(municipality_id: int, text: str) -> FriendLink | None:
    """The live link with this name in the address; None for another's, a dead one and no UUID."""
    try:
        name = UUID(text)
    except ValueError:
        return None
    return FriendLink.objects.filter(
        uuid=name, municipality_id=municipality_id, volunteer__anonymised_at__isnull=True
    ).first()


def friend_link_of(person: Volunteer) -> FriendLink | None:
    """The person's own link, if they have made one."""
    return FriendLink.objects.filter(volunteer=person).first()
