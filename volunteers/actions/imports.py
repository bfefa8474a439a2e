"""Volunteers from a file: all of them or none, or just those without a fault when one says so."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.csv_rows import Fault, Row, headers_of
from backend.common.danish import search_key
from backend.common.danish_dates import local, show_date
from backend.common.import_report import ImportReport
from backend.common.refusals import Clash, Invalid, Refusal
from institutions.models import TaskKind
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.my_page import tell_of_entry
from volunteers.actions.people import register_volunteer, require_volunteer
from volunteers.models import Association, Source, Volunteer
from volunteers.rules.ages import require_surely_old_enough
from volunteers.rules.imports import VOLUNTEER_COLUMNS, read_volunteers

_YOUNG = "Skal være fyldt 15 år. Er personen det allerede, så opret personen uden om filen."
_BESIDE = ("kinds", "association")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the municipality has already, by what a file names it with."""

    municipality: Municipality
    by_phone: dict[str, Volunteer]
    by_uuid: dict[Any, Volunteer]
    kinds: dict[str, TaskKind]
    associations: dict[str, Association]


def preview_volunteers(
    *, municipality: Municipality, data: bytes, by: Actor, at: datetime
) -> ImportReport:
    """What ``import_volunteers`` would do, and every fault; writes nothing."""
    require_may(by, Deed.IMPORT)
    sheet = read_volunteers(data)
    report = ImportReport(total=sheet.total, faults=list(sheet.faults))
    if sheet.unknown:
        report.remarks.append(f"Kolonner, der ikke læses: {', '.join(sheet.unknown)}.")
    known = _known(municipality)
    for row in sheet.rows:
        faults = _faults(row, known, at)
        report.faults.extend(faults)
        if not faults:
            _count(report, row, known)
    report.faults.sort(key=lambda fault: fault.line)
    report.seal = _seal(data, report)
    return report


@transaction.atomic
def import_volunteers(
    *,
    municipality: Municipality,
    data: bytes,
    leave_faults: bool = False,
    shown: str = "",
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Enters or updates everybody in the file, or nobody when any row has a fault.

    With ``leave_faults`` the lines that the preview named are left out and the others kept. A
    person is known by the UUID, else by the phone. An empty cell leaves what is known. With
    ``shown``, the seal of a preview, it refuses when the preview would be another one now. Who is
    new gets a text that says so, with the own page's link (L02). The second time with the same
    file changes nothing.
    """
    # One file at a time, and nobody of the municipality is changed by another hand meanwhile.
    list(
        Volunteer.objects.select_for_update(no_key=True)
        .filter(municipality=municipality, anonymised_at__isnull=True)
        .order_by("pk")
        .values_list("pk")
    )
    report = preview_volunteers(municipality=municipality, data=data, by=by, at=at)
    if shown and shown != report.seal:
        raise Clash(
            "changed_meanwhile",
            "Nogen har ændret noget, siden du så listen. Se den igen, før du siger ja.",
        )
    if not leave_faults:
        report.require_faultless()
    wrong = {fault.line for fault in report.faults}
    known = _known(municipality)
    for row in read_volunteers(data).rows:
        person = _person(row, known)
        if row.line in wrong or (person is not None and not _changes(row, person, known)):
            continue
        try:
            _keep(row, person, known, by, at)
        except Refusal as refusal:
            report.faults.append(Fault(row.line, "", refusal.text))
            report.require_faultless()
    record("import_volunteers", municipality, by=by, at=at, new=report.new, changed=report.changed)
    return report


def _seal(data: bytes, report: ImportReport) -> str:
    """What was shown, as a short hash: the file, the counts, each change and each fault."""
    shown = [report.summary, *report.remarks, *report.differences, *map(str, report.faults)]
    return hashlib.sha256(data + "\n".join(shown).encode()).hexdigest()


def _known(municipality: Municipality) -> _Known:
    people = list(
        Volunteer.objects.filter(municipality=municipality, anonymised_at__isnull=True)
        .prefetch_related("kinds", "memberships")
        .order_by("pk")
    )
    kinds = TaskKind.objects.filter(municipality=municipality)
    associations = Association.objects.filter(municipality=municipality)
    return _Known(
        municipality=municipality,
        by_phone={person.phone: person for person in people},
        by_uuid={person.external_uuid: person for person in people if person.external_uuid},
        kinds={search_key(kind.name): kind for kind in kinds},
        associations={search_key(row.name): row for row in associations},
    )


def _person(row: Row, known: _Known) -> Volunteer | None:
    external = row.values.get("external_uuid")
    return known.by_uuid.get(external) or known.by_phone.get(row.values["phone"])


def _faults(row: Row, known: _Known, at: datetime) -> list[Fault]:
    faults = []
    for name in row.values.get("kinds", ()):
        if search_key(name) not in known.kinds:
            text = f"Opgavetypen “{name}” findes ikke. Ret den, eller opret den først."
            faults.append(Fault(row.line, "Opgavetyper", text))
    association = row.values.get("association")
    if association and search_key(association) not in known.associations:
        text = f"Foreningen “{association}” findes ikke. Ret den, eller opret den først."
        faults.append(Fault(row.line, "Forening", text))
    holder = known.by_phone.get(row.values["phone"])
    external = row.values.get("external_uuid")
    if (
        holder
        and external
        and holder.external_uuid != external
        and (holder.external_uuid or external in known.by_uuid)
    ):
        text = "Nummeret hører til en anden frivillig. Ret nummeret eller UUID’et."
        faults.append(Fault(row.line, "Mobil", text))
    try:
        fields = _fields(row)
        require_volunteer(fields, at)
        require_surely_old_enough(fields.get("birth_year"), local(at).year, _YOUNG)
    except Invalid as refusal:
        faults.extend(
            Fault(row.line, "Fødselsår" if name == "birth_year" else name, text)
            for name, texts in refusal.fields.items()
            for text in texts
        )
    return faults


def _count(report: ImportReport, row: Row, known: _Known) -> None:
    person = _person(row, known)
    if person is None:
        report.new += 1
    elif _changes(row, person, known):
        report.changed += 1
        report.differences.extend(_differences(row, person, known))
    else:
        report.same += 1


def _fields(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in _BESIDE}


def _changes(row: Row, person: Volunteer, known: _Known) -> bool:
    return next(_differences(row, person, known), None) is not None


def _differences(row: Row, person: Volunteer, known: _Known) -> Iterator[str]:
    """What the row would change, one sentence a field."""
    headers = headers_of(VOLUNTEER_COLUMNS)
    start = f"Linje {row.line}, {person.full_name}: "
    for name, value in _fields(row).items():
        if getattr(person, name) != value:
            old = "" if getattr(person, name) is None else getattr(person, name)
            yield f"{start}{headers[name]} “{_words(old)}” bliver “{_words(value)}”."
    kinds = {known.kinds[search_key(name)].pk for name in row.values.get("kinds", ())}
    if kinds and kinds != {kind.pk for kind in person.kinds.all()}:
        yield f"{start}Opgavetyper bliver “{_words(row.values['kinds'])}”."
    partner: str = row.values.get("association", "")
    members = {membership.association_id for membership in person.memberships.all()}
    if partner and known.associations[search_key(partner)].pk not in members:
        yield f"{start}bliver medlem af “{partner}”."


def _words(value: Any) -> str:
    if isinstance(value, date):
        return show_date(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _keep(
    row: Row,
    person: Volunteer | None,
    known: _Known,
    by: Actor,
    at: datetime,
) -> None:
    association = row.values.get("association")
    kept = register_volunteer(
        municipality=known.municipality,
        fields=_fields(row),
        source=person.source if person else Source.IMPORT,
        kinds=[known.kinds[search_key(name)] for name in row.values.get("kinds", ())],
        associations=[known.associations[search_key(association)]] if association else (),
        by=by,
        at=at,
    )
    if person is None:
        tell_of_entry(kept, at)
