"""Certificates of many people at once, for those who may see them (L12)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from backend.common.actors import Actor
from backend.common.danish_dates import local
from institutions.models import Slot
from volunteers.models import CertificateKind, Offer, Volunteer
from volunteers.queries.certificates import (
    Standing,
    asks,
    asks_for_papers,
    kind_demanded,
    people_for_certificates,
    standings,
)
from volunteers.rules.states import OfferState


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One line of the list: the standing, and how many yeses wait for it."""

    standing: Standing
    waits: int


def certificate_list(by: Actor, at: datetime) -> list[CertificateRow]:
    """Everybody one may see who has, lacks or awaits a certificate; eight queries at most.

    A leader sees those concerned; the coordinator those with a status or a waiting yes.
    """
    day = local(at).date()
    people = people_for_certificates(by)
    waits = _waits(people, at)
    rows = []
    for kind in CertificateKind:
        known = Q(certificates__kind=kind)
        if kind == CertificateKind.CHILDREN:
            known |= Q(certificate_ok_until__isnull=False)
        ids = set(people.filter(known).values_list("pk", flat=True))
        rows += [
            CertificateRow(standing, 0 if standing.in_order else waits.get(pk, 0))
            for pk, standing in standings(ids, day, kind).items()
        ]
    return sorted(rows, key=lambda row: (row.standing.volunteer.sort_key, row.standing.kind))


def standings_at(slot: Slot, by: Actor) -> list[Standing]:
    """Where those who said yes to a time stand, for who may see it; [] at tasks that ask nothing.

    Those whose yes waits are among them: they have no seat yet.
    """
    if not asks(slot.task):
        return []
    yeses = Offer.objects.filter(slot=slot, state=OfferState.ACCEPTED)
    seen = people_for_certificates(by).filter(pk__in=yeses.values("volunteer_id"))
    found = standings(
        list(seen.values_list("pk", flat=True)),
        local(slot.ends_at).date(),
        kind_demanded(slot),
    )
    return sorted(found.values(), key=lambda one: one.volunteer.sort_key)


def _waits(people: QuerySet[Volunteer], at: datetime) -> dict[int, int]:
    rows = (
        Offer.objects.filter(asks_for_papers("slot__task"), volunteer__in=people)
        .filter(state=OfferState.ACCEPTED, slot__starts_at__gt=at, slot__state="open")
        .exclude(slot__assignments__volunteer=F("volunteer"))
        .order_by()
        .values("volunteer_id")
        .annotate(count=Count("pk"))
    )
    return {row["volunteer_id"]: row["count"] for row in rows}
