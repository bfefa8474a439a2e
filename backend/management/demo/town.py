"""The town before the story begins: places, staff, roles, lists and ground rules."""

from datetime import datetime, timedelta
from typing import Any

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.management.demo.agreement import make_agreements
from backend.management.demo.content import Address, Scale, read
from backend.management.demo.readiness import fill_checklist
from backend.management.demo.staff import Staff, staff_phone
from backend.management.demo.stage import Stage
from backend.management.demo.steering import join_project_group
from backend.management.governing_file import read_governing
from backend.management.owner import system_owner
from institutions.actions.governing import Approval, put_in_force
from institutions.actions.organisation import (
    PostcodeRow,
    add_skill,
    add_task_kind,
    create_department,
    create_institution,
    create_municipality,
    set_postcodes,
)
from institutions.models import Department, Institution
from institutions.queries.actors import actor_for

FOUNDED_DAYS_AGO = 240


def build_town(scale: Scale, address: Address, at: datetime) -> Stage:
    """The municipality with everything but volunteers; each step by its own action."""
    founded = at - timedelta(days=FOUNDED_DAYS_AGO)
    fields = read("town")["municipality"] | {
        "slug": address.slug,
        "link_host": address.link_host,
        "email": f"frivillig@{address.mail}",
    }
    municipality = create_municipality(fields=fields, by=system_owner(), at=founded)
    staff = Staff(municipality, address, system_owner(municipality.pk), founded)
    coordinator = staff.employ("koordinator", RoleKind.COORDINATOR)
    staff.employ("projektgruppe", RoleKind.PROJECT_GROUP)
    stage = Stage(at, scale, address, municipality, _actor(coordinator, at))
    _lay_lists(stage, founded)
    _put_rules_in_force(stage, founded)
    for row in read("town")["departments"][: scale.departments]:
        _open_department(stage, staff, row, founded)
    make_agreements(stage, staff)
    staff.employ("frivilligcenter", RoleKind.VOLUNTEER_CENTRE)
    join_project_group(staff, list(Department.objects.filter(municipality=municipality)))
    staff.share_password(coordinator)
    return stage


def _actor(user: User, at: datetime) -> Actor:
    actor = actor_for(user, at)
    assert actor is not None
    return actor


def _lay_lists(stage: Stage, at: datetime) -> None:
    town, place, by = read("town"), stage.municipality, stage.coordinator
    rows = [PostcodeRow(*row) for row in town["postcodes"]]
    set_postcodes(municipality=place, rows=rows, by=by, at=at)
    for name in town["kinds"]:
        stage.kinds[name] = add_task_kind(municipality=place, name=name, by=by, at=at)
    for name in town["skills"]:
        stage.skills[name] = add_skill(municipality=place, name=name, by=by, at=at)


def _put_rules_in_force(stage: Stage, at: datetime) -> None:
    town = read("town")
    put_in_force(
        municipality=stage.municipality,
        content=read_governing(),
        approval=Approval(town["parties"], town["approved_by"], local(at).date()),
        by=stage.coordinator,
        at=at,
    )


def _open_department(stage: Stage, staff: Staff, row: dict[str, Any], at: datetime) -> None:
    first = not stage.institutions
    department = create_department(
        municipality=stage.municipality,
        name=row["name"],
        approval_needed=row.get("approval_needed", False),
        by=stage.coordinator,
        at=at,
    )
    # The last department still looks for its ambassador.
    if row is not read("town")["departments"][-1]:
        staff.employ("ambassadoer", RoleKind.AMBASSADOR, department=department, first=first)
    for place in row["institutions"]:
        if len(stage.institutions) < stage.scale.institutions:
            _open_institution(stage, staff, department, [row["field"], *place])


def _open_institution(stage: Stage, staff: Staff, department: Department, words: list[str]) -> None:
    field, name, short_name, postcode = words
    first = not stage.institutions
    leader_name, deputy_name = staff.next_names()
    streets = read("town")["streets"]
    number = len(stage.institutions)
    institution = create_institution(
        department=department,
        fields={
            "name": name,
            "short_name": short_name,
            "field": field,
            "address": f"{streets[number % len(streets)]} {number * 3 % 88 + 1}",
            "postcode": postcode,
            "contact_name": leader_name,
            "contact_phone": staff_phone(number),
            "deputy_name": deputy_name,
            "insurance_text": "Du er dækket af kommunens ordning, mens du hjælper.",
            "expenses_text": "Vi betaler kaffe og busbillet.",
        },
        by=stage.coordinator,
        at=staff.since,
    )
    leader = staff.employ("leder", RoleKind.LEADER, institution=institution, first=first)
    if first:
        staff.employ("stedfortraeder", RoleKind.DEPUTY, institution=institution)
    _welcome(stage, institution, leader)


def _welcome(stage: Stage, institution: Institution, leader: User) -> None:
    actor = _actor(leader, stage.at)
    stage.institutions.append(institution)
    stage.leaders[institution.pk] = actor
    fill_checklist(stage, institution, actor)
