"""Examples: the library that everybody signed in reads, and the drafts of those who write."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from backend.common.actors import Actor
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed
from volunteers.models import Example, ExampleTool


@dataclass(frozen=True, slots=True)
class Sought:
    """What the library is searched by; empty shows everything."""

    words: str = ""
    field: str = ""
    target_group: str = ""


def examples_for(by: Actor) -> QuerySet[Example]:
    """The shared ones of the municipality, and the drafts one may write; none taken down."""
    return (
        Example.objects.filter(municipality_id=by.municipality_id, retired_at=None)
        .filter(Q(published_at__isnull=False) | _written(by))
        .select_related("institution", "kind", "written_by")
        .annotate(used=Count("uses"))
    )


def kept_examples(by: Actor) -> QuerySet[Example]:
    """Those one may change."""
    return examples_for(by).filter(_written(by))


def library(by: Actor, sought: Sought) -> QuerySet[Example]:
    """The shared ones that fit, the newest first."""
    rows = examples_for(by).filter(published_at__isnull=False)
    if sought.words:
        rows = rows.filter(
            Q(title__icontains=sought.words)
            | Q(problem__icontains=sought.words)
            | Q(description__icontains=sought.words)
            | Q(result__icontains=sought.words)
        )
    if sought.field:
        rows = rows.filter(field=sought.field)
    if sought.target_group:
        rows = rows.filter(target_group=sought.target_group)
    return rows.order_by("-published_at", "-id")


def drafts_of(by: Actor) -> QuerySet[Example]:
    """What is written and not shared yet."""
    return kept_examples(by).filter(published_at=None).order_by("-created_at", "-id")


def fields_of(municipality_id: int) -> list[str]:
    """The fields there are shared examples of."""
    rows = Example.objects.filter(
        municipality_id=municipality_id, published_at__isnull=False, retired_at=None
    )
    return list(rows.order_by("field").values_list("field", flat=True).distinct())


def tools_for(by: Actor) -> QuerySet[ExampleTool]:
    """Tools of the examples one may read."""
    return ExampleTool.objects.filter(example__in=examples_for(by)).select_related(
        "example__institution"
    )


def _written(by: Actor) -> Q:
    """In a subquery, for a reach without bounds beside an "or" would be no condition at all."""
    within = reach(
        by,
        Deed.SHARE_EXAMPLES,
        institution="institution_id",
        department="institution__department_id",
    )
    return Q(pk__in=Example.objects.filter(within).values("pk"))
