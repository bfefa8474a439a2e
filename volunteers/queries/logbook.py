"""The record of who did what, and in whose name: the coordinator's whole, a leader's own place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from backend.audit.models import AuditEntry
from backend.common.actors import Actor, ActorKind
from institutions.models import Institution, Role, Slot, Task
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Assignment, Disagreement, Offer
from volunteers.texts.deeds import deed_words, subject_words


@dataclass(frozen=True, slots=True)
class LogLine:
    """One deed, in words."""

    entry: AuditEntry
    about: str

    @property
    def deed(self) -> str:
        """What was done."""
        return deed_words(self.entry.deed)

    @property
    def subject(self) -> str:
        """To which sort of row, and which one where it has a name."""
        kind = subject_words(self.entry.subject_type)
        return f"{kind}: {self.about}" if self.about else kind


def logged_places(by: Actor) -> QuerySet[Institution]:
    """The places whose record the actor may read."""
    return institutions_for(by, Deed.SEE_LOG)


def entries_for(
    by: Actor, place: Institution | None = None, *, for_others: bool = False
) -> QuerySet[AuditEntry]:
    """The newest first. A leader reads what staff did at the own place, and nothing volunteers did:
    who said no is a number there. ``for_others``: only deeds done in somebody else's name."""
    rows = AuditEntry.objects.filter(municipality_id=by.municipality_id)
    everything = any(grant.institution_id is None for grant in grants_for(by, Deed.SEE_LOG))
    if not everything:
        rows = rows.filter(actor_kind=ActorKind.USER)
    if place is not None or not everything:
        places = logged_places(by)
        rows = rows.filter(_at(places.filter(pk=place.pk) if place is not None else places))
    if for_others:
        rows = rows.exclude(on_behalf_of="")
    return rows.order_by("-at", "-id")


def log_lines(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """The entries with the names of their tasks and places; three queries."""
    rows = list(entries)
    names: Mapping[str, Mapping[int, str]] = {
        "institution": dict(
            Institution.objects.filter(pk__in=_ids(rows, "institution")).values_list("pk", "name")
        ),
        "task": dict(Task.objects.filter(pk__in=_ids(rows, "task")).values_list("pk", "title")),
        "slot": dict(
            Slot.objects.filter(pk__in=_ids(rows, "slot")).values_list("pk", "task__title")
        ),
    }
    return [LogLine(row, names.get(row.subject_type, {}).get(row.subject_id, "")) for row in rows]


def _ids(rows: Iterable[AuditEntry], kind: str) -> list[int]:
    return [row.subject_id for row in rows if row.subject_type == kind]


def _at(places: QuerySet[Institution]) -> Q:
    """Rows that belong to the places, whatever sort they are."""
    found = Q(subject_type="institution", subject_id__in=places.values("pk"))
    own: Mapping[str, QuerySet[Task | Slot | Assignment | Offer | Role | Disagreement]] = {
        "task": Task.objects.filter(institution__in=places),
        "slot": Slot.objects.filter(task__institution__in=places),
        "assignment": Assignment.objects.filter(slot__task__institution__in=places),
        "offer": Offer.objects.filter(slot__task__institution__in=places),
        "role": Role.objects.filter(institution__in=places),
        "disagreement": Disagreement.objects.filter(institution__in=places),
    }
    for kind, rows in own.items():
        found |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
    return found
