"""The side that knows who can help, and who said yes."""

from volunteers.models.afterwards import (
    Audience,
    ColleaguePulse,
    ExitTalk,
    Milestone,
    Nomination,
)
from volunteers.models.answers import Assignment, Offer, Wave
from volunteers.models.arrivals import FriendLink, Referral, YoungHelper
from volunteers.models.associations import (
    Association,
    AssociationContact,
    AssociationPaper,
    Membership,
)
from volunteers.models.certificates import Certificate, CertificateKind
from volunteers.models.closing import ClosedPeriod, Measurement, ReleasedFigures, YearClose
from volunteers.models.codes import ContactCode
from volunteers.models.contact_links import ContactLink
from volunteers.models.daily_facts import (
    CountedDay,
    DailyFact,
    DailyPerson,
    SeatMoment,
    StaleDay,
    TextStop,
)
from volunteers.models.dialogue import DialogueLine
from volunteers.models.disagreements import Disagreement, DisagreementTalk, OtherSide
from volunteers.models.events import Event, EventOrder, EventSeries
from volunteers.models.forgetting import Forgetting
from volunteers.models.groups import GroupAcceptance, GroupName, GroupOffer
from volunteers.models.links import InstitutionFeed, Link
from volunteers.models.participants import EventLink, Headcount, Participant
from volunteers.models.people import ContactChannel, Source, Volunteer, VolunteerSkill
from volunteers.models.planning import BOUNDS, AskingPolicy, Forecast
from volunteers.models.reviews import (
    Attendance,
    Decision,
    DecisionKind,
    FollowUp,
    FollowUpOutcome,
    ReviewMeeting,
)
from volunteers.models.sharing import (
    Campaign,
    Example,
    ExampleTool,
    ExampleUse,
    Initiative,
    Story,
    StoryPerson,
    StoryRelease,
    Suggestion,
    TargetGroup,
    Theme,
)
from volunteers.models.success import Criterion, ManualValue
from volunteers.models.trust import Acceptance, Pulse, Thanks

__all__ = [
    "BOUNDS",
    "Acceptance",
    "AskingPolicy",
    "Assignment",
    "Association",
    "AssociationContact",
    "AssociationPaper",
    "Attendance",
    "Audience",
    "Campaign",
    "Certificate",
    "CertificateKind",
    "ClosedPeriod",
    "ColleaguePulse",
    "ContactChannel",
    "ContactCode",
    "ContactLink",
    "CountedDay",
    "Criterion",
    "DailyFact",
    "DailyPerson",
    "Decision",
    "DecisionKind",
    "DialogueLine",
    "Disagreement",
    "DisagreementTalk",
    "Event",
    "EventLink",
    "EventOrder",
    "EventSeries",
    "Example",
    "ExampleTool",
    "ExampleUse",
    "ExitTalk",
    "FollowUp",
    "FollowUpOutcome",
    "Forecast",
    "Forgetting",
    "FriendLink",
    "GroupAcceptance",
    "GroupName",
    "GroupOffer",
    "Headcount",
    "Initiative",
    "InstitutionFeed",
    "Link",
    "ManualValue",
    "Measurement",
    "Membership",
    "Milestone",
    "Nomination",
    "Offer",
    "OtherSide",
    "Participant",
    "Pulse",
    "Referral",
    "ReleasedFigures",
    "ReviewMeeting",
    "SeatMoment",
    "Source",
    "StaleDay",
    "Story",
    "StoryPerson",
    "StoryRelease",
    "Suggestion",
    "TargetGroup",
    "TextStop",
    "Thanks",
    "Theme",
    "Volunteer",
    "VolunteerSkill",
    "Wave",
    "YearClose",
    "YoungHelper",
]
