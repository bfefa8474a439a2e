"""Who signs in, and which role they have where."""

from datetime import date, datetime, timedelta

from django.db import transaction

from backend.accounts.fence import over_the_fence
from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Department, Institution, Role
from institutions.queries.organisation import feature_on
from institutions.rules.deeds import Deed, grants_for, require_may
from institutions.rules.features import Feature
from institutions.rules.roles import IN_INSTITUTION, LEADERS_TO_GIVE


@transaction.atomic
def create_user(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    phone: str = "",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """Someone who may sign in; without a password it takes a reset first. No role follows.

    The same address again gives the first user, unchanged; refuses one of another municipality,
    and everybody who can give nobody a role.
    """
    _require_own(municipality.pk, by)
    if not grants_for(by, Deed.GIVE_DEPUTY):
        require_may(by, Deed.KEEP_ORGANISATION)
    if not name.strip() or "@" not in email:
        raise Invalid("user_incomplete", "Skriv navn og e-mailadresse.")
    with over_the_fence():
        known = User.objects.filter(email=email.lower()).first()
    if known is not None:
        if known.municipality_id != municipality.pk:
            raise Clash("email_taken", "E-mailadressen bruges allerede et andet sted.")
        return known
    user = User.objects.create_user(
        email, password, municipality=municipality, name=name.strip(), phone=phone, date_joined=at
    )
    record("create_user", user, by=by, at=at)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    kind: RoleKind,
    department: Department | None = None,
    institution: Institution | None = None,
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Role:
    """Gives a role at a place for a period; both days are included.

    The coordinator gives every role; a leader gives deputies of the own institution, where the
    department has that. Refuses all else, a place of another municipality, a role without its
    place, and a period that ends before it begins. The same role again gives the first one.
    """
    assert user.municipality_id is not None
    _require_giver(kind, institution, user.municipality_id, by)
    require_place(kind, department, institution, user.municipality_id)
    if valid_until is not None and valid_until < valid_from:
        raise Invalid("period", "Rollen slutter, før den begynder.", {"valid_until": ["Ret."]})
    same = Role.objects.filter(
        user=user, kind=kind, department=department, institution=institution, valid_until=None
    ).first()
    if same is not None:
        return same
    role = Role.objects.create(
        user=user,
        municipality_id=user.municipality_id,
        kind=kind,
        department=department,
        institution=institution,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    record("give_role", role, by=by, at=at, kind=kind)
    return role


@transaction.atomic
def take_role(*, role: Role, by: Actor, at: datetime) -> None:
    """Ends a role at once: its last day was yesterday. One that began today goes altogether.

    Refuses to take the last coordinator's role: nobody could give it back. The second time
    changes nothing.
    """
    _require_giver(RoleKind(role.kind), role.institution, role.municipality_id, by)
    today = local(at).date()
    found = Role.objects.select_for_update().filter(pk=role.pk).first()
    if found is None or (found.valid_until is not None and found.valid_until < today):
        return
    require_another_coordinator(found)
    record("take_role", found, by=by, at=at, kind=found.kind)
    if found.valid_from >= today:
        found.delete()
        return
    found.valid_until = today - timedelta(days=1)
    found.save(update_fields=["valid_until"])


@transaction.atomic
def change_role(
    *, role: Role, valid_until: date | None, trained_on: date | None, by: Actor, at: datetime
) -> Role:
    """The role's last day (included; None: until taken) and the day of an ambassador's course.

    Refuses those who may not give the role, a last day before the first or in the past (that is
    to take it), a course to come, and to end the last coordinator. Twice is once.
    """
    _require_giver(RoleKind(role.kind), role.institution, role.municipality_id, by)
    kept = Role.objects.select_for_update().get(pk=role.pk)
    if (kept.valid_until, kept.trained_on) == (valid_until, trained_on):
        return kept
    today = local(at).date()
    if valid_until is not None and valid_until < max(kept.valid_from, today):
        wrong = "Vælg i dag eller en senere dag. Skal rollen slutte nu, så tag den."
        raise Invalid("period", wrong, {"valid_until": [wrong]})
    if trained_on is not None and trained_on > today:
        wrong = "Datoen ligger i fremtiden. Skriv den, når kurset er holdt."
        raise Invalid("trained_on", wrong, {"trained_on": [wrong]})
    if valid_until is not None:
        require_another_coordinator(kept)
    kept.valid_until, kept.trained_on = valid_until, trained_on
    kept.save(update_fields=["valid_until", "trained_on"])
    record("change_role", kept, by=by, at=at, kind=kept.kind)
    return kept


def _require_own(municipality_id: int, by: Actor) -> None:
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")


def _require_giver(
    kind: RoleKind, institution: Institution | None, municipality_id: int, by: Actor
) -> None:
    """The coordinator for every role; a leader for deputies at the own institution."""
    _require_own(municipality_id, by)
    if grants_for(by, Deed.KEEP_ORGANISATION) or kind not in LEADERS_TO_GIVE or institution is None:
        require_may(by, Deed.KEEP_ORGANISATION)
        return
    require_may(
        by,
        Deed.GIVE_DEPUTY,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    if not feature_on(municipality_id, Feature.LEADERS_GIVE_ROLES, institution.department_id):
        raise NotAllowed("not_in_pilot", "Her giver frivilligkoordinatoren rollerne.")


def require_place(
    kind: RoleKind,
    department: Department | None,
    institution: Institution | None,
    municipality_id: int,
) -> None:
    """Refuses a role without the place it needs, and a place of another municipality."""
    if kind in IN_INSTITUTION and institution is None:
        raise Invalid("place", "Vælg institutionen.", {"institution": ["Vælg institutionen."]})
    if kind == RoleKind.AMBASSADOR and department is None:
        raise Invalid("place", "Vælg afdelingen.", {"department": ["Vælg afdelingen."]})
    for place in (department, institution):
        if place is not None and place.municipality_id != municipality_id:
            raise Clash("other_municipality", "Stedet hører til en anden kommune.")


def require_another_coordinator(role: Role) -> None:
    """Refuses to end the role of the only coordinator: nobody could give it back."""
    if role.kind != RoleKind.COORDINATOR:
        return
    others = Role.objects.filter(
        municipality_id=role.municipality_id,
        kind=RoleKind.COORDINATOR,
        valid_until=None,
        user__is_active=True,
    ).exclude(pk=role.pk)
    if not others.exists():
        raise Clash(
            "last_coordinator",
            "Det er den sidste frivilligkoordinator. Giv rollen til en anden først.",
        )
