"""The further tasks on the page of one question, each with where the person stands with it."""

from datetime import datetime

from volunteers.models import Link, Offer
from volunteers.queries.answers import AnswerPage, Situation, answer_page
from volunteers.queries.links import WITH_SLOT

# What the page still has to say of a further task.
_SHOWN = frozenset({Situation.QUESTION, Situation.CONFIRMED, Situation.PAPERS, Situation.FULL})


def pages_beside(link: Link, at: datetime) -> list[AnswerPage]:
    """The further tasks of the page of a link's question, the soonest first; none on other pages.

    One small query where there are none, else one more and at most five for each of at most two.
    """
    if link.offer is None or link.purpose != Link.Purpose.ANSWER:
        return []
    further = list(Offer.objects.filter(page_of=link.offer).values_list("pk", flat=True))
    if not further:
        return []
    offers = (
        Offer.objects.filter(pk__in=further)
        .select_related("volunteer__municipality", *(f"slot__{name}" for name in WITH_SLOT))
        .order_by("slot__starts_at", "id")
    )
    # The same link, opened at another of its tasks.
    opened = (
        Link(pk=link.pk, purpose=link.purpose, volunteer=link.volunteer, offer=offer)
        for offer in offers
    )
    found = [answer_page(one, at) for one in opened]
    return [one for one in found if one.situation in _SHOWN]
