"""Institutions from a file: all of them or none."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.csv_rows import Fault, Row, headers_of
from backend.common.danish import search_key
from backend.common.import_report import ImportReport
from backend.common.refusals import Refusal
from institutions.actions.organisation import (
    create_department,
    create_institution,
    update_institution,
)
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may
from institutions.rules.imports import INSTITUTION_COLUMNS, read_institutions


class _Known:
    """The municipality's institutions by UUID and by name."""

    def __init__(self, municipality: Municipality) -> None:
        rows = Institution.objects.filter(municipality=municipality).select_related("department")
        self.by_uuid: dict[UUID, Institution] = {}
        self.by_name: dict[str, Institution] = {}
        for row in rows:
            self.by_uuid[row.external_uuid] = row
            self.by_name[search_key(row.name)] = row

    def find(self, row: Row) -> Institution | None:
        """By the UUID where the file has one that is known, else by the name."""
        external = row.values.get("external_uuid")
        known = self.by_uuid.get(external) if external else None
        return known or self.by_name.get(search_key(row.values["name"]))


def preview_institutions(*, municipality: Municipality, data: bytes, by: Actor) -> ImportReport:
    """What ``import_institutions`` would do, and every fault; writes nothing."""
    require_may(by, Deed.IMPORT)
    sheet = read_institutions(data)
    report = ImportReport(
        total=sheet.total, faults=sorted(sheet.faults, key=lambda fault: fault.line)
    )
    if sheet.unknown:
        report.remarks.append(f"Kolonner, der ikke læses: {', '.join(sheet.unknown)}.")
    departments = {search_key(row.name) for row in municipality.departments.all()}
    fresh = dict.fromkeys(
        row.values["department"]
        for row in sheet.rows
        if search_key(row.values["department"]) not in departments
    )
    report.remarks.extend(f"Afdelingen “{name}” oprettes." for name in fresh)
    known = _Known(municipality)
    for row in sheet.rows:
        _count(report, row, known.find(row))
    return report


@transaction.atomic
def import_institutions(
    *, municipality: Municipality, data: bytes, by: Actor, at: datetime
) -> ImportReport:
    """Creates or updates every institution in the file, or none when any row has a fault.

    One is known by the UUID, else by the name. An empty cell leaves what is known. Departments
    that are new are created. The second time with the same file changes nothing.
    """
    report = preview_institutions(municipality=municipality, data=data, by=by)
    report.require_faultless()
    known = _Known(municipality)
    for row in read_institutions(data).rows:
        try:
            _keep(municipality, row, known.find(row), by, at)
        except Refusal as refusal:
            report.faults.append(Fault(row.line, "", refusal.text))
    report.require_faultless()
    record(
        "import_institutions", municipality, by=by, at=at, new=report.new, changed=report.changed
    )
    return report


def _fields(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name != "department"}


def _count(report: ImportReport, row: Row, institution: Institution | None) -> None:
    if institution is None:
        report.new += 1
        return
    moved = search_key(institution.department.name) != search_key(row.values["department"])
    differs = [name for name, value in _fields(row).items() if getattr(institution, name) != value]
    if moved or differs:
        report.changed += 1
        report.differences.extend(_differences(institution, row, differs, moved=moved))
    else:
        report.same += 1


def _differences(
    institution: Institution, row: Row, names: list[str], *, moved: bool
) -> Iterator[str]:
    headers = headers_of(INSTITUTION_COLUMNS)
    if moved:
        yield (
            f"Linje {row.line}, {institution.name}: Afdeling “{institution.department.name}” "
            f"bliver “{row.values['department']}”."
        )
    for name in names:
        old = "" if getattr(institution, name) is None else getattr(institution, name)
        yield (
            f"Linje {row.line}, {institution.name}: {headers[name]} “{old}” "
            f"bliver “{row.values[name]}”."
        )


def _keep(
    municipality: Municipality,
    row: Row,
    institution: Institution | None,
    by: Actor,
    at: datetime,
) -> None:
    wanted = search_key(row.values["department"])
    department = next(
        (found for found in municipality.departments.all() if search_key(found.name) == wanted),
        None,
    ) or create_department(municipality=municipality, name=row.values["department"], by=by, at=at)
    if institution is None:
        create_institution(department=department, fields=_fields(row), by=by, at=at)
    else:
        update_institution(
            institution=institution, fields=_fields(row), department=department, by=by, at=at
        )
