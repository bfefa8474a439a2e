"""Which associations are asked by the planner, and what their answers are expected to bring."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q

from backend.common.danish_dates import local
from institutions.models import Slot
from volunteers.matching.outlooks import LiveQuestion
from volunteers.matching.parties import (
    LEAST_SEATS,
    Party,
    best_number,
    chance_of_party,
    still_waiting,
)
from volunteers.models import Association, AssociationPaper, GroupOffer
from volunteers.queries.certificates import asks
from volunteers.rules.states import GroupState

# The planner asks an association at most once in so long; people may ask oftener by hand.
REST = timedelta(days=7)
_YES = (GroupState.ACCEPTED, GroupState.WITHDRAWN)
_NO = (GroupState.DECLINED, GroupState.EXPIRED)


@dataclass(frozen=True, slots=True)
class PartyQuestion:
    """Ask this association's contact for so many; ``chance`` is that of a yes."""

    association: Association
    seats: int
    chance: float


@dataclass(frozen=True, slots=True)
class _Past:
    chance: float
    asked_at: datetime | None


def parties_out(
    municipality_id: int, slot_ids: Collection[int], at: datetime
) -> dict[int, list[Party]]:
    """The questions to associations without an answer, by slot; one query, two where there are any.

    Seats that a group has said yes to are taken and count no more here.
    """
    rows = list(GroupOffer.objects.filter(slot_id__in=slot_ids, state=GroupState.SENT))
    pasts = _pasts(municipality_id) if rows else {}
    found: dict[int, list[Party]] = defaultdict(list)
    for row in rows:
        hours = (at - row.asked_at) / timedelta(hours=1)
        chance = still_waiting(pasts[row.association_id].chance, hours)
        found[row.slot_id].append(Party(row.seats_asked, chance))
    return found


def parties_to_ask(
    slots: Sequence[Slot],
    live: Mapping[int, Sequence[LiveQuestion]],
    out: Mapping[int, Sequence[Party]],
    at: datetime,
    *,
    surplus: float,
) -> dict[int, PartyQuestion]:
    """At most one association for each slot with many open seats, the soonest slots first.

    Not where one is asked already, nor twice the same association within ``REST``, nor at children
    without a declaration that covers the day. The likeliest first; of equals who was asked longest
    ago, then by id. Four queries where a slot wants many, else none.
    """
    wanting = [one for one in slots if one.seats_left >= LEAST_SEATS and not out.get(one.pk)]
    if not wanting:
        return {}
    free = _rested(wanting[0].municipality_id, at)
    known = GroupOffer.objects.filter(slot__in=wanting).exclude(state=GroupState.RECALLED)
    asked = set(known.values_list("slot_id", "association_id"))
    covered = _covered(wanting)
    found: dict[int, PartyQuestion] = {}
    for slot in sorted(wanting, key=lambda one: (one.starts_at, one.pk)):
        chances = [one.chance for one in live.get(slot.pk, ())]
        for association, chance in free:
            if (slot.pk, association.pk) in asked or not _may_come(association, slot, covered):
                continue
            seats = best_number(chances, slot.seats_left, chance, surplus)
            if seats:
                found[slot.pk] = PartyQuestion(association, seats, chance)
                free.remove((association, chance))
                break
    return found


def _rested(municipality_id: int, at: datetime) -> list[tuple[Association, float]]:
    pasts = _pasts(municipality_id)
    unknown = _Past(chance_of_party(0, 0), None)
    rows = Association.objects.filter(
        municipality_id=municipality_id, contacts__ended_at__isnull=True, contacts__isnull=False
    )
    found = []
    for row in rows.distinct().prefetch_related("contacts"):
        past = pasts.get(row.pk, unknown)
        if past.asked_at is None or past.asked_at <= at - REST:
            found.append((past, row))
    found.sort(key=lambda one: (-one[0].chance, _seconds(one[0].asked_at), one[1].pk))
    return [(row, past.chance) for past, row in found]


def _seconds(asked_at: datetime | None) -> float:
    return asked_at.timestamp() if asked_at is not None else 0.0


def _pasts(municipality_id: int) -> dict[int, _Past]:
    rows = (
        GroupOffer.objects.filter(municipality_id=municipality_id)
        .order_by()
        .values("association_id")
        .annotate(
            yes=Count("id", filter=Q(state__in=_YES)),
            no=Count("id", filter=Q(state__in=_NO)),
            last=Max("asked_at"),
        )
    )
    return {
        row["association_id"]: _Past(
            chance_of_party(row["yes"], row["yes"] + row["no"]), row["last"]
        )
        for row in rows
    }


def _covered(slots: Sequence[Slot]) -> Mapping[int, date]:
    """Until when each association's declaration holds (L14); no query at tasks that need none."""
    if not any(asks(slot.task) for slot in slots):
        return {}
    papers = AssociationPaper.objects.filter(
        municipality_id=slots[0].municipality_id,
        kind=AssociationPaper.Kind.DECLARATION,
        accepted_at__isnull=False,
    )
    rows = papers.order_by().values_list("association_id").annotate(last=Max("ends_on"))
    return dict(rows)


def _may_come(association: Association, slot: Slot, covered: Mapping[int, date]) -> bool:
    if not asks(slot.task):
        return True
    last = covered.get(association.pk)
    return last is not None and last >= local(slot.ends_at - timedelta(microseconds=1)).date()
