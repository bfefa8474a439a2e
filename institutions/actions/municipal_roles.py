"""Roles by the municipality's own groups: who may come in, and what they are here."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind, Grant, RoleKind
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.roles import create_user, give_role, require_place, take_role
from institutions.models import Department, Institution, MunicipalGroup, Role
from institutions.rules.deeds import Deed, require_may

_ASK = "Spørg frivilligkoordinatoren."


@transaction.atomic
def map_group(
    *,
    group: str,
    kind: RoleKind,
    department: Department | None = None,
    institution: Institution | None = None,
    by: Actor,
    at: datetime,
) -> MunicipalGroup:
    """Lets a group give a role. It holds from each person's next sign-in.

    Refuses everybody but the coordinator, an empty name, a role without its place and a place of
    another municipality. The same again gives the first one.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    name = group.strip()
    if not name:
        raise Invalid("group", "Skriv gruppens navn.", {"group": ["Skriv gruppens navn."]})
    require_place(kind, department, institution, by.municipality_id)
    mapped, new = MunicipalGroup.objects.get_or_create(
        municipality_id=by.municipality_id,
        group=name,
        kind=kind,
        department=department,
        institution=institution,
    )
    if new:
        record("map_group", mapped, by=by, at=at, kind=kind)
    return mapped


@transaction.atomic
def unmap_group(*, mapped: MunicipalGroup, by: Actor, at: datetime) -> None:
    """Takes the line away and ends the roles it gave. The second time changes nothing.

    Refuses everybody but the coordinator, and to end the last coordinator.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    if mapped.municipality_id != by.municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
    for role in Role.objects.filter(group=mapped):
        take_role(role=role, by=by, at=at)
    record("unmap_group", mapped, by=by, at=at, kind=mapped.kind)
    Role.objects.filter(group=mapped).update(group=None)
    mapped.delete()


@transaction.atomic
def welcome(*, email: str, proved: bool, name: str, groups: Collection[str], at: datetime) -> User:
    """The person who signs in by the municipality, with exactly the roles of the groups.

    Makes who is new, gives what is missing and ends what came by a group they have left; roles
    given by hand are left alone. Refuses an address the sign-in has not proved, a person without
    any role, and groups of two municipalities. The last coordinator keeps the role.
    """
    if not proved or "@" not in email:
        raise NotAllowed(
            "address_not_proved", f"Kommunens log ind siger ikke, at adressen er din. {_ASK}"
        )
    lines = list(MunicipalGroup.objects.filter(group__in=groups).select_related("municipality"))
    known = User.objects.filter(email=email.lower()).select_related("municipality").first()
    by = _by_sign_in(_municipality(lines, known))
    user = known or create_user(
        municipality=lines[0].municipality, email=email, name=name or email, by=by, at=at
    )
    _give(user, lines, by, at)
    _end_others(user, lines, by, at)
    record("sign_in_by_municipality", user, by=by, at=at, roles=len(lines))
    return user


def _municipality(lines: list[MunicipalGroup], known: User | None) -> Municipality:
    """The one all lines and the person belong to; refuses none and two."""
    found = {line.municipality for line in lines}
    if known is not None and known.municipality is not None:
        found.add(known.municipality)
    if not found:
        raise NotAllowed("no_role", f"Din konto giver ikke adgang til Samspil. {_ASK}")
    if len(found) > 1:
        raise Clash("two_municipalities", f"Din konto hører til to kommuner. {_ASK}")
    return found.pop()


def _by_sign_in(municipality: Municipality) -> Actor:
    """The sign-in acts as the coordinator would: the lines are the coordinator's decision."""
    return Actor(
        kind=ActorKind.SYSTEM,
        municipality_id=municipality.pk,
        name="Kommunens log ind",
        grants=(Grant(role=RoleKind.COORDINATOR),),
    )


def _give(user: User, lines: list[MunicipalGroup], by: Actor, at: datetime) -> None:
    for line in lines:
        held = Role.objects.filter(
            user=user,
            kind=line.kind,
            department=line.department,
            institution=line.institution,
            valid_until=None,
        )
        if held.exists():
            continue
        role = give_role(
            user=user,
            kind=RoleKind(line.kind),
            department=line.department,
            institution=line.institution,
            valid_from=local(at).date(),
            by=by,
            at=at,
        )
        role.group = line
        role.save(update_fields=["group"])


def _end_others(user: User, lines: list[MunicipalGroup], by: Actor, at: datetime) -> None:
    left = Role.objects.filter(user=user, group__isnull=False, valid_until=None)
    for role in left.exclude(group__in=lines):
        try:
            with transaction.atomic():
                take_role(role=role, by=by, at=at)
        except Clash:
            # Nobody could give the role back; the coordinator sees it among the roles.
            record("keep_last_coordinator", role, by=by, at=at)
