"""Who is put forward for a prize: a leader's own, the coordinator's all."""

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Association, Nomination, Volunteer
from volunteers.rules.states import HOLDS_A_SEAT


def nominations_for(by: Actor) -> QuerySet[Nomination]:
    """Those the person put forward; for who awards prizes, all of the municipality."""
    rows = Nomination.objects.filter(municipality_id=by.municipality_id)
    if not grants_for(by, Deed.AWARD_PRIZES):
        rows = rows.filter(nominated_by_id=by.user_id)
    return rows.select_related("volunteer", "association", "nominated_by").order_by(
        "-year", "prize", "id"
    )


def people_to_nominate(by: Actor) -> QuerySet[Volunteer]:
    """Those who have had a seat at a place where the person may put them forward."""
    return (
        Volunteer.objects.filter(
            municipality_id=by.municipality_id,
            anonymised_at__isnull=True,
            assignments__slot__task__institution__in=institutions_for(by, Deed.NOMINATE),
            assignments__state__in=sorted(HOLDS_A_SEAT),
        )
        .distinct()
        .order_by("sort_key", "id")
    )


def associations_to_nominate(by: Actor) -> QuerySet[Association]:
    """The municipality's."""
    return Association.objects.filter(municipality_id=by.municipality_id).order_by("sort_key", "id")


def known_prizes(municipality_id: int) -> list[str]:
    """The prizes there have been, to choose among."""
    rows = Nomination.objects.filter(municipality_id=municipality_id)
    return list(rows.order_by("prize").values_list("prize", flat=True).distinct())
