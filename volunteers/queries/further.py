"""The further tasks on the page of one question, each with where the person stands with it."""

from datetime import datetime

from volunteers.models import Link
from volunteers.queries.answers import AnswerPage, Situation, answer_page

# What the page still has to say of a further task.
_SHOWN = frozenset({Situation.QUESTION, Situation.CONFIRMED, Situation.PAPERS, Situation.FULL})


def pages_beside(page: AnswerPage, at: datetime) -> list[AnswerPage]:
    """The further tasks of a question's page, the soonest first; none on other pages.

    One query where there are none, and at most five more for each of at most two tasks.
    """
    link = page.link
    if link.purpose != Link.Purpose.ANSWER:
        return []
    offers = page.offer.further.select_related(
        "volunteer__municipality", "slot__task__institution__municipality"
    ).order_by("slot__starts_at", "id")
    # The same link, opened at another of its tasks.
    opened = (
        Link(pk=link.pk, purpose=link.purpose, volunteer=link.volunteer, offer=offer)
        for offer in offers
    )
    found = [answer_page(one, at) for one in opened]
    return [one for one in found if one.situation in _SHOWN]
