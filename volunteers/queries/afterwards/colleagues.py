"""Which colleagues are due a short question, and the question behind a link."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.tokens import token_hash
from institutions.models import Institution, Role, Slot, Task
from institutions.rules.states import SlotState
from volunteers.models import Assignment, Audience, ColleaguePulse
from volunteers.rules.half_years import half_year
from volunteers.rules.states import AssignmentState

# A task is asked about when its last time is over, not weeks later.
_WITHIN = timedelta(days=14)
_HALF_A_YEAR = timedelta(days=184)
_STAFF = (RoleKind.EMPLOYEE, RoleKind.DELEGATE, RoleKind.DEPUTY)


def tasks_to_ask_about(at: datetime) -> QuerySet[Task]:
    """Tasks whose last time ended in the last two weeks, where somebody came, not asked about."""
    slots = Slot.objects.filter(task=OuterRef("pk")).exclude(state=SlotState.CANCELLED)
    came = Assignment.objects.filter(slot__task=OuterRef("pk"), state=AssignmentState.ATTENDED)
    asked = ColleaguePulse.objects.filter(task=OuterRef("pk"), audience=Audience.LEADER)
    return (
        Task.objects.filter(
            Exists(slots.filter(ends_at__gt=at - _WITHIN)),
            ~Exists(slots.filter(ends_at__gt=at)),
            Exists(came),
            ~Exists(asked),
        )
        .select_related("institution__municipality", "responsible")
        .order_by("pk")
    )


def staff_to_ask(today: date) -> Iterator[tuple[User, Institution]]:
    """Staff with a role at a place where somebody helped this half-year, not asked in it."""
    helped = Assignment.objects.filter(
        slot__task__institution=OuterRef("institution"),
        state=AssignmentState.ATTENDED,
        slot__starts_at__date__gt=today - _HALF_A_YEAR,
    )
    asked = ColleaguePulse.objects.filter(
        audience=Audience.STAFF,
        user=OuterRef("user"),
        institution=OuterRef("institution"),
        half_year=half_year(today),
    )
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    roles = Role.objects.filter(
        valid, Exists(helped), ~Exists(asked), kind__in=_STAFF, valid_from__lte=today
    )
    roles = roles.filter(user__is_active=True).exclude(user__email="")
    for role in roles.select_related("user", "institution__municipality").order_by("pk"):
        if role.institution is not None:
            yield role.user, role.institution


def question_of_token(token: str, at: datetime) -> ColleaguePulse | None:
    """The question with all its page needs, in one query; None for unknown and expired."""
    return (
        ColleaguePulse.objects.select_related("institution__municipality", "task", "user")
        .filter(token_hash=token_hash(token), expires_at__gt=at)
        .first()
    )
