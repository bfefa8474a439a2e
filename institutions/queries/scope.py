"""What a person may see on this side. Every row is fetched through here, in both doors."""

from django.db.models import Q, QuerySet

from backend.common.actors import Actor
from institutions.models import Department, Institution, RulesVersion, Skill, Slot, Task, TaskKind
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.states import DocumentState


def reach(by: Actor, deed: Deed, *, institution: str, department: str) -> Q:
    """The places where the actor may do the deed, as a condition on two lookups."""
    places = Q(pk__in=[])
    for grant in grants_for(by, deed):
        if grant.institution_id is not None:
            places |= Q(**{institution: grant.institution_id})
        elif grant.department_id is not None:
            places |= Q(**{department: grant.department_id})
        else:
            # Not the empty Q: `Q() | other` is `other`, which would narrow where all is allowed.
            return ~Q(pk__in=[])
    return places


def departments_for(by: Actor, deed: Deed = Deed.SEE_NEEDS) -> QuerySet[Department]:
    """The departments within reach; a leader sees the one of the own institution."""
    return (
        Department.objects.filter(municipality_id=by.municipality_id)
        .filter(reach(by, deed, institution="institutions__id", department="id"))
        .distinct()
    )


def institutions_for(by: Actor, deed: Deed = Deed.SEE_NEEDS) -> QuerySet[Institution]:
    """The institutions within reach."""
    return Institution.objects.filter(municipality_id=by.municipality_id).filter(
        reach(by, deed, institution="id", department="department_id")
    )


def tasks_for(by: Actor, deed: Deed = Deed.SEE_NEEDS) -> QuerySet[Task]:
    """The tasks within reach."""
    return Task.objects.filter(municipality_id=by.municipality_id).filter(
        reach(by, deed, institution="institution_id", department="institution__department_id")
    )


def drafts_for(by: Actor) -> QuerySet[Task]:
    """The needs one may write: where one may post, and what one has proposed oneself."""
    return tasks_for(by, Deed.POST_NEED) | tasks_for(by, Deed.PROPOSE_NEED).filter(
        created_by_id=by.user_id
    )


def places_to_draft(by: Actor) -> QuerySet[Institution]:
    """The open places one may post for or propose to."""
    within = institutions_for(by, Deed.POST_NEED) | institutions_for(by, Deed.PROPOSE_NEED)
    return within.filter(closed_at=None)


def slots_for(by: Actor, deed: Deed = Deed.SEE_NEEDS) -> QuerySet[Slot]:
    """The time slots within reach."""
    return Slot.objects.filter(municipality_id=by.municipality_id).filter(
        reach(
            by,
            deed,
            institution="task__institution_id",
            department="task__institution__department_id",
        )
    )


def own_places(by: Actor) -> QuerySet[Institution]:
    """The open places the person works at or for, whatever the role may do there."""
    places = Q(pk__in=[])
    for grant in by.grants:
        if grant.institution_id is not None:
            places |= Q(pk=grant.institution_id)
        elif grant.department_id is not None:
            places |= Q(department_id=grant.department_id)
        else:
            places = Q()
            break
    return Institution.objects.filter(places, municipality_id=by.municipality_id, closed_at=None)


def rules_versions_for(by: Actor) -> QuerySet[RulesVersion]:
    """The ground rules of the municipality; a draft is seen only by those who approve them."""
    versions = RulesVersion.objects.filter(municipality_id=by.municipality_id)
    if grants_for(by, Deed.APPROVE_RULES):
        return versions
    return versions.exclude(state=DocumentState.DRAFT)


def task_kinds_for(by: Actor) -> QuerySet[TaskKind]:
    """The municipality's kinds of task; no secret to anybody who signs in."""
    return TaskKind.objects.filter(municipality_id=by.municipality_id)


def skills_for(by: Actor) -> QuerySet[Skill]:
    """The skills a task may require; no secret to anybody who signs in."""
    return Skill.objects.filter(municipality_id=by.municipality_id)
