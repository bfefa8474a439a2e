"""Which templates of needs a person may use and keep."""

from django.db.models import Q, QuerySet

from backend.common.actors import Actor
from institutions.models import Institution, NeedTemplate
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed, grants_for


def templates_at(institution: Institution) -> QuerySet[NeedTemplate]:
    """What one may begin from at a place: its own and the municipality's, none that is retired."""
    return NeedTemplate.objects.filter(
        Q(institution=institution) | Q(institution=None),
        municipality_id=institution.municipality_id,
        retired_at=None,
    ).order_by("title", "id")


def usable_templates_for(by: Actor) -> QuerySet[NeedTemplate]:
    """What one may begin from somewhere: the municipality's, and those of places within reach."""
    within = reach(
        by, Deed.SEE_NEEDS, institution="institution_id", department="institution__department_id"
    )
    rows = NeedTemplate.objects.filter(municipality_id=by.municipality_id, retired_at=None)
    return rows.filter(within | Q(institution=None))


def templates_for(by: Actor) -> QuerySet[NeedTemplate]:
    """Those the person keeps: of the places within reach; the coordinator the municipality's too.

    Retired ones are not there.
    """
    rows = NeedTemplate.objects.filter(municipality_id=by.municipality_id, retired_at=None)
    own = rows.filter(
        reach(
            by,
            Deed.KEEP_TEMPLATES,
            institution="institution_id",
            department="institution__department_id",
        )
    )
    if not grants_for(by, Deed.KEEP_MUNICIPAL_TEMPLATES):
        own = own.filter(institution__isnull=False)
    return own.select_related("institution").order_by("institution__sort_key", "title", "id")
