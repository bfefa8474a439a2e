"""The organisation as its keeper sees it: departments, places, projects, pilots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from backend.common.actors import Actor
from backend.common.danish import search_key
from institutions.models import Department, FeatureSwitch, Institution, Project, Task
from institutions.queries.scope import departments_for, institutions_for
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.features import FEATURE_WORDS, Feature
from institutions.rules.states import TaskState

_LIVE = (TaskState.DRAFT, TaskState.IN_REVIEW, TaskState.OPEN)
# Time enough to talk with the other side of a partnership.
REVIEW_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Pilot:
    """A feature and where it is on."""

    feature: Feature
    everywhere: bool
    departments: tuple[Department, ...]

    @property
    def words(self) -> str:
        """Its Danish name."""
        return FEATURE_WORDS[self.feature]


def kept_departments(by: Actor) -> QuerySet[Department]:
    """The departments the actor keeps, with how many open places each has."""
    return (
        departments_for(by, Deed.KEEP_ORGANISATION)
        .annotate(
            places=Count("institutions", filter=Q(institutions__closed_at=None), distinct=True)
        )
        .order_by("sort_key", "id")
    )


def kept_places(by: Actor) -> QuerySet[Institution]:
    """The institutions the actor keeps, closed ones too, in Danish order."""
    rows = institutions_for(by, Deed.KEEP_ORGANISATION)
    return rows.select_related("department", "municipality")


def places_found(by: Actor, text: str, *, closed: bool) -> list[Institution]:
    """Those whose name, field, address, postcode or department has every word of the text.

    å is found as aa, ø as oe, æ as ae. One query.
    """
    words = search_key(text).split()
    return [
        place
        for place in kept_places(by).filter(closed_at__isnull=not closed)
        if all(word in _searched(place) for word in words)
    ]


def live_tasks(institution: Institution) -> QuerySet[Task]:
    """The needs of an institution that are not over, drafts too."""
    return institution.tasks.filter(state__in=_LIVE).order_by("id")


def projects_for(by: Actor) -> QuerySet[Project]:
    """The coordinator's: all; everybody else's: those they are a member of."""
    rows = Project.objects.filter(municipality_id=by.municipality_id).select_related("department")
    if grants_for(by, Deed.KEEP_ORGANISATION):
        return rows
    return rows.filter(members=by.user_id) if by.user_id is not None else rows.none()


def needs_review(project: Project, today: date) -> bool:
    """Whether the agreement should be looked at again within two months, or should have been."""
    if project.review_on is None or project.ended_at is not None:
        return False
    return project.review_on <= today + REVIEW_SOON


def pilots_of(municipality_id: int) -> list[Pilot]:
    """Each feature and where it is on; two queries."""
    rows = FeatureSwitch.objects.filter(municipality_id=municipality_id)
    switches = {row.feature: row for row in rows.prefetch_related("departments")}
    return [_pilot(feature, switches) for feature in Feature]


def feature_on(municipality_id: int, feature: Feature, department_id: int) -> bool:
    """Whether the department has the feature."""
    switch = FeatureSwitch.objects.filter(municipality_id=municipality_id, feature=feature).first()
    if switch is None or switch.everywhere:
        return True
    return switch.departments.filter(pk=department_id).exists()


def _pilot(feature: Feature, switches: Mapping[str, FeatureSwitch]) -> Pilot:
    switch = switches.get(feature)
    if switch is None:
        return Pilot(feature, everywhere=True, departments=())
    return Pilot(feature, switch.everywhere, tuple(switch.departments.all()))


def _searched(place: Institution) -> str:
    return search_key(
        f"{place.name} {place.field} {place.address} {place.postcode} {place.department.name}"
    )
