"""Rows that may be one person: the same number abroad or at home, the same mail, name and town."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations

from backend.common.actors import Actor
from backend.common.danish import search_key
from volunteers.models import Volunteer
from volunteers.queries.scope import volunteers_for

# A Danish number without its country code.
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows, the older one first, and what they have in common, in words."""

    older: Volunteer
    newer: Volunteer
    alike: tuple[str, ...]


def possible_duplicates(by: Actor) -> list[Pair]:
    """Pairs within the municipality, those with most in common first; one query."""
    people = list(
        volunteers_for(by).filter(anonymised_at__isnull=True).order_by("created_at", "pk")
    )
    groups: dict[Hashable, list[Volunteer]] = defaultdict(list)
    for person in people:
        for word, value in _marks(person):
            groups[word, value].append(person)
    alike: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (word, _value), same in groups.items():  # type: ignore[misc]
        for older, newer in combinations(same, 2):
            alike[older.pk, newer.pk].append(word)
    known = {person.pk: person for person in people}
    pairs = [
        Pair(known[older], known[newer], tuple(words)) for (older, newer), words in alike.items()
    ]
    return sorted(pairs, key=lambda pair: (-len(pair.alike), pair.older.sort_key, pair.newer.pk))


def _marks(person: Volunteer) -> Iterator[tuple[str, str]]:
    yield "telefon", person.phone[-_DIGITS:]
    if person.email:
        yield "e-mail", person.email.lower()
    if person.last_name:
        yield "navn og postnummer", f"{search_key(person.full_name)} {person.postcode}"
