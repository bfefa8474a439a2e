"""The agreement around the rules: who should say yes, differences, MED log, boundary cases."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from backend.common.actors import Actor
from institutions.models import (
    Institution,
    LeaderAcceptance,
    MedEntry,
    MedKind,
    RulesVersion,
    Strategy,
    WordHit,
)
from institutions.queries.delegations import handed_points
from institutions.queries.scope import institutions_for, reach
from institutions.queries.start_guide import never_posted
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.differences import Piece, word_differences
from institutions.rules.states import DocumentState

_DECIDED = (DocumentState.APPROVED, DocumentState.SUPERSEDED)
if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Asked(TypedDict):
        newest_asked: int | None
        in_force: int | None
        asked_number: int | None
        begins: bool
        handed: list[dict[str, Any]]

    Place = WithAnnotations[Institution, _Asked]
else:
    Place = Institution
# The newest are what one talks about; the rest stands in the needs themselves.
MOST_CASES = 200
# An older meeting than the newest ten is no evidence any more.
MOST_AGREEMENTS = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a document and how it differs from the version before."""

    heading: str
    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether a word differs."""
        return any(piece.kind != "same" for piece in self.pieces)


def places_of_board(by: Actor) -> list[Place]:
    """The places whose times the person sees, each with the version of the rules it is to accept.

    ``asked_number`` is the version in force where the rules have changed for leaders since this
    person's last yes there, else None. Only for those who lead the place. ``begins`` is whether
    an open place has never posted a need, so that its people are shown the start guide; ``handed``
    are the checklist's points in the person's own hands. With the municipality of each; one query.
    """
    mine = [grant.institution_id for grant in grants_for(by, Deed.ACCEPT_RULES)]
    versions = RulesVersion.objects.filter(
        municipality_id=OuterRef("municipality_id"), state__in=_DECIDED
    ).order_by("-number")
    accepted = LeaderAcceptance.objects.filter(
        institution=OuterRef("pk"),
        user_id=by.user_id or 0,
        version__number__gte=OuterRef("newest_asked"),
    )
    places = institutions_for(by, Deed.SEE_HELPERS).annotate(
        newest_asked=Subquery(versions.filter(leaders_asked=True).values("number")[:1]),
        in_force=Subquery(versions.filter(state=DocumentState.APPROVED).values("number")[:1]),
    )
    waits = Q(pk__in=mine, newest_asked__isnull=False, closed_at=None) & ~Q(Exists(accepted))
    begins = Q(closed_at=None) & never_posted()
    return list(
        places.annotate(
            asked_number=Case(When(waits, then=F("in_force"))),
            begins=Case(When(begins, then=True), default=False),
            handed=ArraySubquery(handed_points(by)),
        ).select_related("municipality")
    )


@dataclass(frozen=True, slots=True)
class Yes:
    """How many leaders said yes to a version, and the ones the person may see by name."""

    count: int
    shown: list[LeaderAcceptance]


def yes_to(version: RulesVersion, by: Actor) -> Yes:
    """The coordinator sees all by name, a leader the own; others the number alone."""
    rows = version.leader_acceptances.select_related("institution", "user")
    if grants_for(by, Deed.APPROVE_RULES):
        shown = list(rows)
        return Yes(len(shown), shown)
    return Yes(rows.count(), list(rows.filter(user_id=by.user_id)) if by.user_id else [])


def rules_differences(old: RulesVersion, new: RulesVersion) -> list[Section]:
    """Each text and each rule of two versions, word by word; two queries."""
    sections = [
        Section(heading, word_differences(getattr(old, name), getattr(new, name)))
        for heading, name in (
            ("Titel", "title"),
            ("Aftalt mellem", "parties"),
            ("Det siger lederen ja til", "leader_text"),
            ("Det siger den frivillige ja til", "volunteer_text"),
            ("Tavshedserklæring", "confidentiality_text"),
        )
    ]
    before, after = ({rule.code: rule for rule in one.rules.all()} for one in (old, new))
    for code in sorted(before.keys() | after.keys()):
        texts = [
            f"{rule.title}: {rule.text}" if rule else ""
            for rule in (before.get(code), after.get(code))
        ]
        sections.append(Section(code, word_differences(*texts)))
    return sections


def strategies_for(by: Actor) -> QuerySet[Strategy]:
    """The municipality's strategies; a draft is seen only by those who approve them."""
    rows = Strategy.objects.filter(municipality_id=by.municipality_id)
    if grants_for(by, Deed.APPROVE_RULES):
        return rows
    return rows.exclude(state=DocumentState.DRAFT)


def med_entries_for(by: Actor) -> QuerySet[MedEntry]:
    """The MED log within reach; the municipality's own committee is everybody's who sees one."""
    rows = MedEntry.objects.filter(municipality_id=by.municipality_id)
    if not grants_for(by, Deed.SEE_MED_LOG):
        return rows.none()
    within = reach(
        by,
        Deed.SEE_MED_LOG,
        institution="institution_id",
        department="institution__department_id",
    )
    # An empty condition reaches everywhere, and Q() | x would be x.
    if within:
        rows = rows.filter(within | Q(institution=None))
    return rows.select_related("institution")


def agreements_at(institution: Institution) -> list[MedEntry]:
    """The entries in which MED agreed: the institution's own and the municipality's. One query."""
    own_or_all = Q(institution=institution) | Q(institution=None)
    rows = MedEntry.objects.filter(
        own_or_all, municipality_id=institution.municipality_id, kind=MedKind.AGREED
    )
    return list(rows[:MOST_AGREEMENTS])


def boundary_cases_for(by: Actor) -> list[WordHit]:
    """Red words in needs, what was said of them and what was decided; nobody's name. One query."""
    if not grants_for(by, Deed.SEE_BOUNDARY_CASES):
        return []
    rows = WordHit.objects.filter(task__municipality_id=by.municipality_id, level="red")
    return list(
        rows.select_related("task__institution").order_by("-task__created_at", "-id")[:MOST_CASES]
    )
