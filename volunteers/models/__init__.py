"""The side that knows who can help, and who said yes."""

from volunteers.models.answers import Assignment, Offer, Wave
from volunteers.models.associations import (
    Association,
    AssociationContact,
    AssociationPaper,
    Membership,
)
from volunteers.models.certificates import Certificate, CertificateKind
from volunteers.models.codes import ContactCode
from volunteers.models.contact_links import ContactLink
from volunteers.models.dialogue import DialogueLine
from volunteers.models.disagreements import Disagreement, DisagreementTalk, OtherSide
from volunteers.models.events import Event, EventOrder, EventSeries
from volunteers.models.groups import GroupAcceptance, GroupName, GroupOffer
from volunteers.models.links import InstitutionFeed, Link
from volunteers.models.participants import EventLink, Headcount, Participant
from volunteers.models.people import ContactChannel, Source, Volunteer, VolunteerSkill
from volunteers.models.planning import BOUNDS, AskingPolicy, Forecast
from volunteers.models.trust import Acceptance, Pulse, Thanks

__all__ = [
    "BOUNDS",
    "Acceptance",
    "AskingPolicy",
    "Assignment",
    "Association",
    "AssociationContact",
    "AssociationPaper",
    "Certificate",
    "CertificateKind",
    "ContactChannel",
    "ContactCode",
    "ContactLink",
    "DialogueLine",
    "Disagreement",
    "DisagreementTalk",
    "Event",
    "EventLink",
    "EventOrder",
    "EventSeries",
    "Forecast",
    "GroupAcceptance",
    "GroupName",
    "GroupOffer",
    "Headcount",
    "InstitutionFeed",
    "Link",
    "Membership",
    "Offer",
    "OtherSide",
    "Participant",
    "Pulse",
    "Source",
    "Thanks",
    "Volunteer",
    "VolunteerSkill",
    "Wave",
]
