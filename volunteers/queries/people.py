"""Finding people, and what one person's page shows."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from backend.common.danish import sort_key
from volunteers.models import Acceptance, Assignment, Membership, Offer, Volunteer, VolunteerSkill
from volunteers.rules.states import AssignmentState, state_word

SHOWN = 50
# Fewer digits would find half of the people.
_FEWEST_DIGITS = 4
# The key also holds accents and capitals as letters; a short word would meet those.
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Past:
    """One question and what became of it, in words."""

    offer: Offer
    assignment: Assignment | None

    @property
    def words(self) -> str:
        """The seat's state where there is one, else the answer's."""
        return state_word(self.assignment.state if self.assignment else self.offer.state)


def people_found(people: QuerySet[Volunteer], query: str) -> QuerySet[Volunteer]:
    """Those whose name or phone holds the query, in Danish order; everybody for no query.

    Every word must be found in the name, with case and accents as one likes. A query of four
    digits or more is looked for in the phone, with or without spaces and country code.
    """
    found = people.filter(anonymised_at__isnull=True).prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("association"))
    )
    digits = "".join(char for char in query if char.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        return found.filter(phone__contains=digits.removeprefix("0045"))
    for word in query.split():
        found = found.filter(_named(word))
    return found


def with_person_details(people: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Loads what the person's page shows beside the history; four queries more."""
    return people.prefetch_related(
        "kinds",
        Prefetch("memberships", Membership.objects.select_related("association")),
        Prefetch("skill_rows", VolunteerSkill.objects.select_related("skill")),
        Prefetch(
            "acceptances",
            Acceptance.objects.select_related("institution", "rules_version").order_by(
                "-accepted_at"
            ),
        ),
    )


def with_counts(people: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Adds how many questions and how many attended times each has: ``asked`` and ``helped``."""
    came = Q(assignments__state=AssignmentState.ATTENDED)
    return people.annotate(
        asked=Count("offers", distinct=True),
        helped=Count("assignments", filter=came, distinct=True),
    ).prefetch_related(Prefetch("memberships", Membership.objects.select_related("association")))


def person_history(person: Volunteer) -> list[Past]:
    """The newest questions to a person with what they became, in two queries."""
    offers = list(
        Offer.objects.filter(volunteer=person)
        .select_related("slot__task__institution")
        .order_by("-slot__starts_at", "-id")[:SHOWN]
    )
    seats = {
        seat.slot_id: seat
        for seat in Assignment.objects.filter(
            volunteer=person, slot__in=[offer.slot_id for offer in offers]
        )
    }
    return [Past(offer, seats.get(offer.slot_id)) for offer in offers]


def _named(word: str) -> Q:
    """Typed as written, or through the stored key: "aage" finds Åge, "soeren" finds Søren."""
    named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
    if len(word) < _FEWEST_LETTERS:
        return named
    danish = word.lower().replace("oe", "ø").replace("ae", "æ")
    for spelling in {word, danish}:
        if letters := sort_key(spelling).split("00", maxsplit=1)[0]:
            named |= Q(sort_key__contains=letters)
    return named
