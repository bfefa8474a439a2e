"""Which role may do which deed: the one table both doors obey."""

from collections.abc import Mapping
from enum import StrEnum

from backend.common.actors import Actor, Grant, RoleKind
from backend.common.refusals import NotAllowed

R = RoleKind
_LEADING = frozenset({R.LEADER, R.DEPUTY, R.SHARED_ADMINISTRATION})
# Whoever may do the day's work at an institution; its checklist is the leader's to answer for.
_INSTITUTION = _LEADING | {R.DELEGATE}


class Deed(StrEnum):
    """What a signed-in person can do."""

    SEE_NEEDS = "see_needs"
    POST_NEED = "post_need"
    PROPOSE_NEED = "propose_need"
    KEEP_TEMPLATES = "keep_templates"
    KEEP_MUNICIPAL_TEMPLATES = "keep_municipal_templates"
    FILL_CHECKLIST = "fill_checklist"
    APPROVE_NEED = "approve_need"
    ASK_PEOPLE = "ask_people"
    RECORD_ATTENDANCE = "record_attendance"
    SEE_PEOPLE = "see_people"
    SEE_HELPERS = "see_helpers"
    KEEP_PEOPLE = "keep_people"
    KEEP_CERTIFICATES = "keep_certificates"
    CONFIRM_YOUNG = "confirm_young"
    REFER_PEOPLE = "refer_people"
    APPROVE_RULES = "approve_rules"
    SEE_FIGURES = "see_figures"
    SEE_CRITERIA = "see_criteria"
    KEEP_CRITERIA = "keep_criteria"
    SEE_OVERVIEW = "see_overview"
    SEE_DEPARTMENT = "see_department"
    IMPORT = "import"
    KEEP_ORGANISATION = "keep_organisation"
    GIVE_DEPUTY = "give_deputy"
    SEE_ROLES = "see_roles"
    ACCEPT_RULES = "accept_rules"
    SEE_MED_LOG = "see_med_log"
    NOTE_MED = "note_med"
    SEE_BOUNDARY_CASES = "see_boundary_cases"
    TALK_WITH_HELPERS = "talk_with_helpers"
    KEEP_DISAGREEMENTS = "keep_disagreements"
    ASK_ABOUT_RULES = "ask_about_rules"
    CLOSE_PLACE = "close_place"
    SEE_LOG = "see_log"
    KEEP_EVENTS = "keep_events"
    ORDER_EVENT = "order_event"
    ANSWER_ORDER = "answer_order"
    ASK_FOR_HELP = "ask_for_help"
    HELP_LEADERS = "help_leaders"
    SHARE_EXAMPLES = "share_examples"
    TELL_STORIES = "tell_stories"
    ANSWER_SUGGESTIONS = "answer_suggestions"
    START_INITIATIVES = "start_initiatives"
    TALK_WITH_LEAVERS = "talk_with_leavers"
    NOMINATE = "nominate"
    AWARD_PRIZES = "award_prizes"


MAY: Mapping[Deed, frozenset[RoleKind]] = {
    Deed.SEE_NEEDS: _INSTITUTION | {R.AMBASSADOR, R.COORDINATOR},
    Deed.POST_NEED: _INSTITUTION | {R.COORDINATOR},
    # An employee's own draft, which nobody is asked about before the leader publishes it.
    Deed.PROPOSE_NEED: frozenset({R.EMPLOYEE}),
    Deed.KEEP_TEMPLATES: _INSTITUTION | {R.COORDINATOR},
    Deed.KEEP_MUNICIPAL_TEMPLATES: frozenset({R.COORDINATOR}),
    Deed.FILL_CHECKLIST: _LEADING | {R.COORDINATOR},
    Deed.APPROVE_NEED: frozenset({R.COORDINATOR}),
    Deed.ASK_PEOPLE: _INSTITUTION | {R.COORDINATOR},
    Deed.RECORD_ATTENDANCE: _INSTITUTION | {R.COORDINATOR},
    # A person's own page, with phone: the coordinator alone.
    Deed.SEE_PEOPLE: frozenset({R.COORDINATOR}),
    # Those who said yes to a slot here: by first name and initial, phone on the day's list.
    Deed.SEE_HELPERS: _INSTITUTION | {R.COORDINATOR},
    Deed.KEEP_PEOPLE: frozenset({R.COORDINATOR}),
    # As few as possible (L12): the leader of the place concerned, no deputy.
    Deed.KEEP_CERTIFICATES: frozenset({R.LEADER, R.COORDINATOR}),
    # The tasks are the leader's to answer for, also to the working environment (L21).
    Deed.CONFIRM_YOUNG: frozenset({R.LEADER, R.COORDINATOR}),
    # Sends people and associations on, and sees none of them again.
    Deed.REFER_PEOPLE: frozenset({R.VOLUNTEER_CENTRE}),
    Deed.APPROVE_RULES: frozenset({R.COORDINATOR}),
    Deed.SEE_FIGURES: frozenset({R.COORDINATOR, R.PROJECT_GROUP, R.FOLLOW_UP_GROUP}),
    # What the project group has decided, its minutes and its closed figures.
    Deed.SEE_CRITERIA: frozenset({R.COORDINATOR, R.PROJECT_GROUP, R.FOLLOW_UP_GROUP, R.UNION}),
    Deed.KEEP_CRITERIA: frozenset({R.COORDINATOR, R.PROJECT_GROUP}),
    Deed.SEE_OVERVIEW: frozenset({R.COORDINATOR}),
    Deed.SEE_DEPARTMENT: frozenset({R.AMBASSADOR, R.COORDINATOR}),
    Deed.IMPORT: frozenset({R.COORDINATOR}),
    # Departments, institutions, roles, postcodes and the lists of words.
    Deed.KEEP_ORGANISATION: frozenset({R.COORDINATOR}),
    # A leader's own deputies; every other role is the coordinator's to give.
    Deed.GIVE_DEPUTY: frozenset({R.LEADER, R.COORDINATOR}),
    Deed.SEE_ROLES: frozenset({R.LEADER, R.COORDINATOR}),
    # Nobody says yes to the ground rules for the leader.
    Deed.ACCEPT_RULES: frozenset({R.LEADER}),
    Deed.SEE_MED_LOG: _LEADING | {R.AMBASSADOR, R.COORDINATOR, R.UNION},
    Deed.NOTE_MED: _LEADING | {R.COORDINATOR},
    # Needs that sounded like staff's work: words, reasons and decisions, and nobody's name.
    Deed.SEE_BOUNDARY_CASES: frozenset({R.UNION, R.COORDINATOR}),
    # What is written in confidence: not the shared administration, nor an ambassador.
    Deed.TALK_WITH_HELPERS: frozenset({R.LEADER, R.DEPUTY, R.COORDINATOR}),
    Deed.KEEP_DISAGREEMENTS: frozenset({R.LEADER, R.COORDINATOR}),
    Deed.ASK_ABOUT_RULES: _LEADING | {R.AMBASSADOR, R.COORDINATOR, R.UNION},
    Deed.CLOSE_PLACE: frozenset({R.LEADER, R.COORDINATOR}),
    # Who did what, and in whose name.
    Deed.SEE_LOG: frozenset({R.LEADER, R.COORDINATOR}),
    # Planning, inviting and attendance; an ambassador for the own department.
    Deed.KEEP_EVENTS: frozenset({R.AMBASSADOR, R.COORDINATOR}),
    Deed.ORDER_EVENT: _INSTITUTION | {R.COORDINATOR},
    Deed.ANSWER_ORDER: frozenset({R.COORDINATOR}),
    Deed.ASK_FOR_HELP: _INSTITUTION,
    # Answering calls for help, noting visits and sending friendly reminders.
    Deed.HELP_LEADERS: frozenset({R.AMBASSADOR, R.COORDINATOR}),
    # Everybody signed in reads the library; these write in it.
    Deed.SHARE_EXAMPLES: _INSTITUTION | {R.EMPLOYEE, R.AMBASSADOR, R.COORDINATOR},
    # A story has people in it: the place's own, and no ambassador.
    Deed.TELL_STORIES: _INSTITUTION | {R.COORDINATOR},
    Deed.ANSWER_SUGGESTIONS: frozenset({R.COORDINATOR}),
    Deed.START_INITIATIVES: _LEADING | {R.AMBASSADOR, R.COORDINATOR, R.PROJECT_GROUP},
    # The talk with who stopped: what is said is between the two.
    Deed.TALK_WITH_LEAVERS: frozenset({R.COORDINATOR}),
    Deed.NOMINATE: frozenset({R.LEADER, R.COORDINATOR}),
    Deed.AWARD_PRIZES: frozenset({R.COORDINATOR}),
}


def grants_for(by: Actor, deed: Deed) -> tuple[Grant, ...]:
    """The actor's grants that allow the deed, somewhere."""
    return tuple(grant for grant in by.grants if grant.role in MAY[deed])


def may(
    by: Actor, deed: Deed, *, department_id: int | None = None, institution_id: int | None = None
) -> bool:
    """Whether a grant of the actor allows the deed at this place.

    A grant without place reaches the whole municipality; one with a department reaches its
    institutions; one with an institution reaches only that.
    """
    return any(
        grant.institution_id == institution_id
        if grant.institution_id is not None
        else grant.department_id in (None, department_id)
        for grant in grants_for(by, deed)
    )


def require_may(
    by: Actor, deed: Deed, *, department_id: int | None = None, institution_id: int | None = None
) -> None:
    """Refuses when no grant of the actor allows the deed at this place (see ``may``)."""
    if not may(by, deed, department_id=department_id, institution_id=institution_id):
        raise NotAllowed(
            f"may_not_{deed}",
            "Det har du ikke adgang til at gøre her. Er det forkert, så spørg "
            "frivilligkoordinatoren.",
        )
