"""The municipality, its departments and institutions, and the lists they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Department, Institution, Postcode, Skill, TaskKind, WatchWord
from institutions.rules.deeds import Deed, require_may
from institutions.rules.places import (
    INSTITUTION_FIELDS,
    MUNICIPALITY_FIELDS,
    is_postcode,
    require_institution,
    require_known,
)


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    """A postcode, its name and its middle in degrees (WGS 84)."""

    code: str
    name: str
    latitude: float
    longitude: float


@transaction.atomic
def create_municipality(*, fields: Mapping[str, Any], by: Actor, at: datetime) -> Municipality:
    """A new municipality, by the system owner alone (a command, never a page).

    Refuses everybody else, unknown fields, and a slug or host that another one has.
    """
    if by.kind != ActorKind.SYSTEM:
        raise NotAllowed("system_owner_only", "Kun systemejeren kan oprette en kommune.")
    require_known(fields, MUNICIPALITY_FIELDS)
    for name in ("slug", "link_host"):
        if Municipality.objects.filter(**{name: fields[name]}).exists():
            raise Clash(f"{name}_taken", f"{fields[name]} bruges allerede af en anden kommune.")
    municipality = Municipality.objects.create(**fields)
    owner = replace(by, municipality_id=municipality.pk)
    record("create_municipality", municipality, by=owner, at=at)
    return municipality


@transaction.atomic
def create_department(
    *,
    municipality: Municipality,
    name: str,
    approval_needed: bool = False,
    external_uuid: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Department:
    """A department. The second time with the same name gives the first one, unchanged."""
    require_keeper(municipality.pk, by)
    if not name.strip():
        raise Invalid("name_missing", "Skriv afdelingens navn.", {"name": ["Skriv navnet."]})
    known = {"external_uuid": external_uuid} if external_uuid else {}
    department, created = Department.objects.get_or_create(
        municipality=municipality,
        name=name.strip(),
        defaults={"approval_needed": approval_needed, **known},
    )
    if created:
        record("create_department", department, by=by, at=at)
    return department


@transaction.atomic
def create_institution(
    *, department: Department, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Institution:
    """An institution of a department; without coordinates it stands in its postcode's middle.

    Refuses gaps, an over-long short name and, when ``external_uuid`` is given, one that exists.
    """
    require_keeper(department.municipality_id, by)
    require_known(fields, INSTITUTION_FIELDS)
    require_institution(fields)
    external = fields.get("external_uuid")
    rows = Institution.objects.filter(municipality_id=department.municipality_id)
    if external and rows.filter(external_uuid=external).exists():
        raise Clash("institution_exists", "Der er allerede en institution med det UUID.")
    values = {name: value for name, value in fields.items() if value is not None}
    institution = Institution(
        municipality_id=department.municipality_id, department=department, **values
    )
    _place(institution)
    institution.save()
    record("create_institution", institution, by=by, at=at)
    return institution


@transaction.atomic
def update_institution(
    *,
    institution: Institution,
    fields: Mapping[str, Any],
    department: Department | None = None,
    by: Actor,
    at: datetime,
) -> Institution:
    """Changes the given fields, and the department when it has moved; the rest stays.

    Refuses what ``create_institution`` refuses. The same values again change nothing.
    """
    require_keeper(institution.municipality_id, by)
    require_known(fields, INSTITUTION_FIELDS)
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    changed = [name for name, value in fields.items() if getattr(institution, name) != value]
    for name in changed:
        setattr(institution, name, fields[name])
    if department is not None and department.pk != institution.department_id:
        if department.municipality_id != institution.municipality_id:
            raise Clash("other_municipality", "Afdelingen hører til en anden kommune.")
        institution.department = department
        changed.append("department")
    if not changed:
        return institution
    require_institution({name: getattr(institution, name) for name in INSTITUTION_FIELDS})
    _place(institution)
    institution.save()
    record("update_institution", institution, by=by, at=at, fields=sorted(changed))
    return institution


@transaction.atomic
def set_postcodes(
    *, municipality: Municipality, rows: Sequence[PostcodeRow], by: Actor, at: datetime
) -> None:
    """The municipality's postcodes are these and no others. Twice is once.

    Refuses a code that is not four digits, and one that is there twice.
    """
    require_keeper(municipality.pk, by)
    codes = [row.code for row in rows]
    if len(set(codes)) != len(codes) or not all(is_postcode(code) for code in codes):
        raise Invalid("postcodes", "Skriv hvert postnummer én gang, med fire cifre.")
    Postcode.objects.filter(municipality=municipality).exclude(code__in=codes).delete()
    for row in rows:
        Postcode.objects.update_or_create(
            municipality=municipality,
            code=row.code,
            defaults={"name": row.name, "latitude": row.latitude, "longitude": row.longitude},
        )
    record("set_postcodes", municipality, by=by, at=at, count=len(rows))


@transaction.atomic
def set_watch_words(
    *,
    municipality: Municipality,
    red: Sequence[str],
    amber: Sequence[str],
    by: Actor,
    at: datetime,
) -> None:
    """The words that may mean staff's work are these and no others. Twice is once.

    Refuses a word on both lists: it would be unclear whether the coordinator should see it.
    """
    require_keeper(municipality.pk, by)
    both = sorted(set(red) & set(amber))
    if both:
        raise Invalid("word_on_both", f"Står på begge lister: {', '.join(both)}. Vælg én.")
    words = WatchWord.objects.filter(municipality=municipality)
    words.exclude(word__in=[*red, *amber]).delete()
    for level, listed in (("red", red), ("amber", amber)):
        for word in listed:
            words.update_or_create(
                word=word, defaults={"level": level, "municipality": municipality}
            )
    record("set_watch_words", municipality, by=by, at=at, red=len(red), amber=len(amber))


@transaction.atomic
def add_task_kind(*, municipality: Municipality, name: str, by: Actor, at: datetime) -> TaskKind:
    """A kind of task people can wish for; the second time gives the first one."""
    require_keeper(municipality.pk, by)
    kind, created = TaskKind.objects.get_or_create(municipality=municipality, name=name.strip())
    if created:
        record("add_task_kind", kind, by=by, at=at)
    return kind


@transaction.atomic
def add_skill(*, municipality: Municipality, name: str, by: Actor, at: datetime) -> Skill:
    """A skill a task can require; the second time gives the first one."""
    require_keeper(municipality.pk, by)
    skill, created = Skill.objects.get_or_create(municipality=municipality, name=name.strip())
    if created:
        record("add_skill", skill, by=by, at=at)
    return skill


def require_keeper(municipality_id: int, by: Actor) -> None:
    """Refuses all but those who keep this municipality's organisation."""
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
    require_may(by, Deed.KEEP_ORGANISATION)


def _place(institution: Institution) -> None:
    """Fills in missing coordinates, so that distance can be told."""
    if institution.latitude is not None:
        return
    middle = Postcode.objects.filter(
        municipality_id=institution.municipality_id, code=institution.postcode
    ).first()
    if middle is not None:
        institution.latitude, institution.longitude = middle.latitude, middle.longitude
