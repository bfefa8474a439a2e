"""What a time demands of a person, whether it is met, and who may see it (L09-L14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from institutions.models import Slot, Task
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import (
    Assignment,
    AssociationPaper,
    Certificate,
    CertificateKind,
    Membership,
    Offer,
    Volunteer,
)
from volunteers.queries.young import lacks_leaders_yes
from volunteers.rules.certificates import (
    STATUS_WORDS,
    CertificateStatus,
    Demand,
    demand,
    status,
)
from volunteers.rules.states import HOLDS_A_SEAT, OfferState

CHILDREN = ("occasional", "fixed")
_MET = (CertificateStatus.IN_ORDER, CertificateStatus.EXPIRING)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's certificate on a day, as leader and coordinator may see it.

    ``vouched`` names the association that has seen one itself (L14).
    """

    volunteer: Volunteer
    kind: CertificateKind
    certificate: Certificate | None
    status: CertificateStatus
    vouched: Membership | None

    @property
    def words(self) -> str:
        """The status in words, as both may read it."""
        if self.vouched is not None and self.status not in _MET:
            return "foreningen har bekræftet"
        return STATUS_WORDS[self.status]

    @property
    def in_order(self) -> bool:
        """Whether a yes may be confirmed."""
        return self.vouched is not None or self.status in _MET


def kind_demanded(slot: Slot) -> CertificateKind:
    """Which certificate the task's confirmation would wait for."""
    return CertificateKind.RECORD if slot.task.certificate == "record" else CertificateKind.CHILDREN


def demand_of(volunteer_id: int, slot: Slot) -> Demand:
    """What a time demands of a person; at most one query, none at tasks without children."""
    task = slot.task
    if task.certificate == CertificateKind.RECORD:
        return Demand.REQUIRED
    before = 0
    if task.child_contact == "occasional":
        before = (
            Assignment.objects.filter(
                volunteer_id=volunteer_id,
                state__in=sorted(HOLDS_A_SEAT),
                slot__task__institution_id=task.institution_id,
                slot__task__child_contact__in=CHILDREN,
            )
            .exclude(slot=slot)
            .count()
        )
    always = task.certificate == CertificateKind.CHILDREN
    return demand(task.child_contact, before, slot.ends_at - slot.starts_at, always=always)


def lacks_papers(volunteer: Volunteer, slot: Slot) -> bool:
    """Whether a yes must wait: for a certificate, or for the leader's yes to the young."""
    return lacks_certificate(volunteer, slot) or lacks_leaders_yes(volunteer, slot)


def lacks_certificate(volunteer: Volunteer, slot: Slot) -> bool:
    """Whether a certificate is required and none counts on the slot's last day.

    The slot's task and the volunteer's municipality are read.
    """
    if demand_of(volunteer.pk, slot) != Demand.REQUIRED:
        return False
    return not standing_of(volunteer, local(slot.ends_at).date(), kind_demanded(slot)).in_order


def standing_of(
    volunteer: Volunteer, day: date, kind: CertificateKind = CertificateKind.CHILDREN
) -> Standing:
    """Where the person's certificate stands on a day; three queries."""
    return standings([volunteer.pk], day, kind)[volunteer.pk]


def standings(
    volunteer_ids: Iterable[int], day: date, kind: CertificateKind = CertificateKind.CHILDREN
) -> dict[int, Standing]:
    """Where these people's certificates stand; three queries whatever their number."""
    certificates = Certificate.objects.filter(kind=kind).select_related("assessed_by")
    people = (
        Volunteer.objects.filter(pk__in=list(volunteer_ids))
        .select_related("municipality")
        .prefetch_related(
            Prefetch("certificates", certificates),
            Prefetch("memberships", _vouching(day), to_attr="vouching"),
        )
    )
    return {person.pk: _standing(person, day, kind) for person in people}


def declaration_of(association_id: int, day: date) -> AssociationPaper | None:
    """The association's accepted declaration that covers the day; no grace here (L14)."""
    return AssociationPaper.objects.filter(
        association_id=association_id,
        kind=AssociationPaper.Kind.DECLARATION,
        accepted_at__isnull=False,
        ends_on__gte=day,
    ).first()


def people_for_certificates(by: Actor) -> QuerySet[Volunteer]:
    """Whose status one may see: a leader of those who said yes to a task that asks for one there.

    The coordinator sees everybody's; a deputy, an ambassador and everybody else nobody's (L12).
    """
    people = Volunteer.objects.filter(
        municipality_id=by.municipality_id, anonymised_at__isnull=True
    )
    if by.has(RoleKind.COORDINATOR):
        return people
    if not grants_for(by, Deed.KEEP_CERTIFICATES):
        return people.none()
    return people.filter(pk__in=_concerned(by).values("volunteer_id"))


def waiting_yeses(volunteer: Volunteer, at: datetime) -> QuerySet[Offer]:
    """The person's yeses to times to come that have not become a seat, the next one first."""
    return (
        Offer.objects.filter(volunteer=volunteer, state=OfferState.ACCEPTED)
        .filter(slot__starts_at__gt=at, slot__state="open")
        .exclude(slot__assignments__volunteer=volunteer)
        .select_related("slot__task__institution")
        .order_by("slot__starts_at", "id")
    )


def asks_for_papers(tasks: str = "") -> Q:
    """Tasks at which a certificate may be asked for; ``tasks`` is the way to them."""
    way = f"{tasks}__" if tasks else ""
    return Q(**{f"{way}child_contact__in": CHILDREN}) | Q(**{f"{way}certificate": "record"})


def asks(task: Task) -> bool:
    """The same for a task at hand."""
    return task.child_contact in CHILDREN or task.certificate == CertificateKind.RECORD


def _concerned(by: Actor) -> QuerySet[Offer]:
    place = "slot__task__institution"
    reached = reach(
        by, Deed.KEEP_CERTIFICATES, institution=f"{place}_id", department=f"{place}__department_id"
    )
    return Offer.objects.filter(
        reached, asks_for_papers("slot__task"), state=OfferState.ACCEPTED
    ).order_by()


def _vouching(day: date) -> QuerySet[Membership]:
    """Memberships whose association has vouched, and whose declaration covers the day."""
    return (
        Membership.objects.filter(
            vouched_on__isnull=False,
            association__papers__kind=AssociationPaper.Kind.DECLARATION,
            association__papers__accepted_at__isnull=False,
            association__papers__ends_on__gte=day,
        )
        .select_related("association")
        .distinct()
    )


def _standing(person: Volunteer, day: date, kind: CertificateKind) -> Standing:
    certificate = next(iter(person.certificates.all()), None)
    ok_until = certificate.ok_until if certificate else None
    vouching: list[Membership] = []
    if kind == CertificateKind.CHILDREN:
        ok_until = person.certificate_ok_until
        vouching = person.vouching  # type: ignore[attr-defined]
    state = certificate.state if certificate else None
    grace = person.municipality.certificate_grace_days
    return Standing(
        volunteer=person,
        kind=kind,
        certificate=certificate,
        status=status(state, ok_until, day, grace),
        vouched=vouching[0] if vouching else None,
    )
