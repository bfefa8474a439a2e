"""The side that knows who can help, and who said yes."""

from volunteers.models.answers import Assignment, Offer, Wave
from volunteers.models.associations import Association, Membership
from volunteers.models.codes import ContactCode
from volunteers.models.links import InstitutionFeed, Link
from volunteers.models.people import ContactChannel, Source, Volunteer, VolunteerSkill
from volunteers.models.trust import Acceptance, Pulse, Thanks

__all__ = [
    "Acceptance",
    "Assignment",
    "Association",
    "ContactChannel",
    "ContactCode",
    "InstitutionFeed",
    "Link",
    "Membership",
    "Offer",
    "Pulse",
    "Source",
    "Thanks",
    "Volunteer",
    "VolunteerSkill",
    "Wave",
]
