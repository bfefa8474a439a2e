"""Somebody leaves: the roles end on a day, and another takes over what people call about."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.actions.organisation import require_keeper
from institutions.actions.roles import give_role, require_another_coordinator
from institutions.models import HelpCall, Institution, Project, Role
from institutions.queries.roles import called, needs_to_hand_over
from institutions.rules.help_calls import HelpCallState


@transaction.atomic
def hand_over(
    *, leaver: User, successor: User | None, last_day: date, by: Actor, at: datetime
) -> int:
    """Ends every role on the last day (included); the successor has the same from the day after.

    The contact person of the open needs, of the institutions themselves and of projects changes at
    once, and so does the owner of calls for help (without a successor they are the coordinator's):
    returns how many needs. Refuses a day that is over, a successor of another municipality or
    without a telephone, the leaver as successor, nobody when people call the leaver, and to end
    the last coordinator without a successor. The second time changes nothing more.
    """
    assert leaver.municipality_id is not None
    require_keeper(leaver.municipality_id, by)
    _require_day(last_day, at)
    _require_successor(leaver, successor)
    roles = list(
        Role.objects.select_for_update(of=("self",))
        .select_related("department", "institution")
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=last_day), user=leaver)
        .order_by("id")
    )
    for role in roles:
        if successor is not None:
            _pass_on(role, successor, last_day, by, at)
        else:
            require_another_coordinator(role)
        _end(role, last_day)
    changed = _change_contact(leaver, successor)
    calls = HelpCall.objects.filter(owner=leaver).exclude(state=HelpCallState.CLOSED)
    passed_on = calls.update(owner=successor)
    if roles or changed or passed_on:
        record(
            "hand_over",
            leaver,
            by=by,
            at=at,
            roles=len(roles),
            needs=changed,
            calls=passed_on,
            successor=successor.pk if successor else None,
        )
    return changed


def _require_day(last_day: date, at: datetime) -> None:
    if last_day < local(at).date():
        wrong = "Vælg i dag eller en senere dag."
        raise Invalid("last_day", wrong, {"last_day": [wrong]})


def _require_successor(leaver: User, successor: User | None) -> None:
    if successor is None:
        if needs_to_hand_over(leaver).exists():
            wrong = f"Vælg, hvem de frivillige nu ringer til i stedet for {leaver.name}."
            raise Invalid("successor_missing", wrong, {"successor": [wrong]})
        return
    if successor.pk == leaver.pk or not successor.phone:
        wrong = "Vælg en anden, der har et telefonnummer."
        raise Invalid("successor", wrong, {"successor": [wrong]})
    if successor.municipality_id != leaver.municipality_id:
        raise Clash("other_municipality", "Personen hører til en anden kommune.")


def _pass_on(role: Role, successor: User, last_day: date, by: Actor, at: datetime) -> None:
    give_role(
        user=successor,
        kind=RoleKind(role.kind),
        department=role.department,
        institution=role.institution,
        valid_from=max(role.valid_from, last_day + timedelta(days=1)),
        valid_until=role.valid_until,
        by=by,
        at=at,
    )


def _end(role: Role, last_day: date) -> None:
    if role.valid_from > last_day:
        role.delete()
        return
    role.valid_until = last_day
    role.save(update_fields=["valid_until"])


def _change_contact(leaver: User, successor: User | None) -> int:
    if successor is None:
        return 0
    places = Institution.objects.filter(
        called(leaver, place="pk"), municipality=leaver.municipality
    )
    # Read before the contact changes: the condition is the leaver's name.
    changed = needs_to_hand_over(leaver).update(
        contact_name=successor.name, contact_phone=successor.phone
    )
    contact = {"contact_name": successor.name, "contact_phone": successor.phone}
    places.update(**contact)
    _hand_over_projects(leaver, successor, contact)
    return changed


def _hand_over_projects(leaver: User, successor: User, contact: dict[str, str]) -> None:
    """The successor is called about them, and is a member where the leaver was."""
    projects = Project.objects.filter(municipality=leaver.municipality, ended_at=None)
    projects.filter(contact_name=leaver.name, contact_phone=leaver.phone).update(**contact)
    for project in projects.filter(members=leaver):
        project.members.add(successor)
        project.members.remove(leaver)
