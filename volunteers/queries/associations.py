"""Associations for the coordinator and for their own contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from backend.common.danish_dates import local
from volunteers.models import (
    Assignment,
    Association,
    AssociationContact,
    AssociationPaper,
    ContactLink,
    GroupAcceptance,
    GroupOffer,
    Membership,
)
from volunteers.queries.groups import coming_of
from volunteers.rules.states import AssignmentState, GroupState

NEAR = timedelta(days=30)
SHOWN = 50
# Fewer members' own hours are not summed: the sum would tell of one person.
FEWEST_SUMMED = 3
Kind = AssociationPaper.Kind


@dataclass(frozen=True, slots=True)
class Listed:
    """One association in the list, and what needs a hand."""

    association: Association
    agreement: AssociationPaper | None
    declaration: AssociationPaper | None
    today: date

    @property
    def warnings(self) -> list[str]:
        """What the coordinator should look at, in words; empty when nothing."""
        review = self.association.review_on
        return [
            *_about("Aftalen", "skal ses efter", review, self.today),
            *_waiting("Aftalen", self.agreement),
            *_about("Erklæringen", "udløber", _end(self.declaration), self.today),
            *_waiting("Erklæringen", self.declaration),
        ]


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """What coordinator and contact see of an association, each in their own words."""

    association: Association
    coming: list[GroupOffer]
    past: list[GroupOffer]
    papers: list[AssociationPaper]
    acceptances: list[GroupAcceptance]
    members: list[Membership]
    group_hours: Decimal
    member_hours: Decimal | None

    @property
    def contacts(self) -> list[AssociationContact]:
        """Those who answer for it now."""
        return [one for one in self.association.contacts.all() if one.ended_at is None]

    @property
    def waiting(self) -> list[AssociationPaper]:
        """What nobody has said yes to."""
        return [paper for paper in self.papers if paper.accepted_at is None]

    @property
    def accepted(self) -> list[AssociationPaper]:
        """The receipts, the newest first."""
        return [paper for paper in self.papers if paper.accepted_at is not None]

    @property
    def declaration(self) -> AssociationPaper | None:
        """The declaration that lasts longest."""
        declared = [paper for paper in self.accepted if paper.kind == Kind.DECLARATION]
        return max(declared, key=lambda paper: paper.ends_on, default=None)


def association_list(rows: QuerySet[Association], at: datetime) -> list[Listed]:
    """The associations in Danish order with their papers; three queries whatever their number."""
    listed = rows.annotate(people=Count("memberships", distinct=True)).prefetch_related(
        "contacts", Prefetch("papers", AssociationPaper.objects.order_by("-sent_at", "-id"))
    )
    today = local(at).date()
    return [
        Listed(row, _newest(row, Kind.AGREEMENT), _newest(row, Kind.DECLARATION), today)
        for row in listed
    ]


def association_page(association: Association, at: datetime) -> AssociationPage:
    """Everything about one association; nine queries."""
    groups = GroupOffer.objects.filter(association=association, slot__ends_at__lte=at)
    past = groups.filter(state=GroupState.ACCEPTED).select_related("slot__task__institution")
    sums = past.aggregate(hours=Sum(F("came") * F("hours")))
    acceptances = GroupAcceptance.objects.filter(association=association)
    members = list(members_of(association.pk))
    return AssociationPage(
        association=association,
        coming=list(coming_of(association.pk, at)),
        past=list(past.order_by("-slot__starts_at", "-id")[:SHOWN]),
        papers=list(association.papers.all()),
        acceptances=list(
            acceptances.select_related("institution", "rules_version").prefetch_related(
                "rules_version__rules"
            )
        ),
        members=members,
        group_hours=sums["hours"] or Decimal(0),
        member_hours=_member_hours(members),
    )


def association_to_join(municipality_id: int, uuid: str) -> Association | None:
    """The association whose own sign-up address holds this; None for anything else."""
    try:
        wanted = UUID(uuid)
    except ValueError:
        return None
    return Association.objects.filter(municipality_id=municipality_id, uuid=wanted).first()


def members_of(association_id: int) -> QuerySet[Membership]:
    """The association's people in Danish order; who is erased is in none."""
    return (
        Membership.objects.filter(
            association_id=association_id, volunteer__anonymised_at__isnull=True
        )
        .select_related("volunteer", "association")
        .order_by("volunteer__sort_key", "volunteer_id")
    )


def current_paper(association_id: int, kind: str) -> AssociationPaper | None:
    """The one that waits for a yes, else the one that lasts longest."""
    papers = AssociationPaper.objects.filter(association_id=association_id, kind=kind)
    waiting = papers.filter(accepted_at__isnull=True).order_by("-sent_at", "-id").first()
    return waiting or papers.order_by("-ends_on", "-id").first()


def ending_declarations(before: date) -> QuerySet[AssociationPaper]:
    """Accepted declarations that end by then, of which nobody was reminded, with none after."""
    later = Q(
        association__papers__kind=Kind.DECLARATION,
        association__papers__accepted_at__isnull=False,
        association__papers__ends_on__gt=before,
    )
    due = AssociationPaper.objects.filter(
        kind=Kind.DECLARATION,
        accepted_at__isnull=False,
        reminded_at__isnull=True,
        ends_on__lte=before,
    )
    newer = AssociationPaper.objects.filter(later).values("pk")
    return due.exclude(pk__in=newer).select_related("association")


def find_contact_link(token_hash: str, at: datetime, purposes: Iterable[str]) -> ContactLink | None:
    """The live link with all a page needs, in one query; None for unknown, expired and revoked."""
    return (
        ContactLink.objects.select_related(
            "contact__municipality",
            "contact__association__municipality",
            "group__slot__task__institution__municipality",
            "group__association",
        )
        .filter(
            purpose__in=list(purposes),
            token_hash=token_hash,
            expires_at__gt=at,
            revoked_at__isnull=True,
            contact__ended_at__isnull=True,
        )
        .first()
    )


def _member_hours(members: list[Membership]) -> Decimal | None:
    """The members' own hours together; None where the sum would tell of single people."""
    if len(members) < FEWEST_SUMMED:
        return None
    rows = Assignment.objects.filter(
        volunteer_id__in=[one.volunteer_id for one in members], state=AssignmentState.ATTENDED
    )
    total: Decimal | None = rows.aggregate(total=Sum("hours"))["total"]
    return total or Decimal(0)


def _newest(association: Association, kind: str) -> AssociationPaper | None:
    return next((one for one in association.papers.all() if one.kind == kind), None)


def _end(paper: AssociationPaper | None) -> date | None:
    return paper.ends_on if paper is not None and paper.accepted_at is not None else None


def _about(what: str, verb: str, day: date | None, today: date) -> list[str]:
    if day is None or day > today + NEAR:
        return []
    if day < today:
        return [f"{what} er udløbet"]
    return [f"{what} {verb} {day.day}/{day.month}"]


def _waiting(what: str, paper: AssociationPaper | None) -> list[str]:
    return [f"{what} venter på et ja"] if paper and paper.accepted_at is None else []
