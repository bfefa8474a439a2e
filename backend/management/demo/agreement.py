"""The town's strategy, its agreement with the unions, and what is shared between departments."""

from datetime import datetime, timedelta

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.management.demo.staff import Staff, staff_name, staff_phone
from backend.management.demo.stage import Stage
from institutions.actions.parties import keep_party, note_hearing, note_med, sign_version
from institutions.actions.roles import change_role, create_user, give_role
from institutions.actions.strategies import approve_strategy, draft_strategy, move_strategy
from institutions.models import MedKind, Role
from institutions.queries.checklists import rules_in_force
from institutions.rules.states import DocumentState

_STRATEGY = (
    "Frivillige er et plus i hverdagen. De gør noget ekstra sammen med de ansatte og aldrig i "
    "stedet for dem.\n\nVi vil have samarbejde, hvor det giver mening og glæde for den enkelte "
    "at hjælpe. Hver afdeling har en ambassadør, og spillereglerne er aftalt med de faglige "
    "organisationer."
)
_PARTIES = (
    ("Kommunen", "Borgmesteren", "borgmester"),
    ("De faglige organisationer", "Fællestillidsmanden", "tillidsmand"),
)
_HEARD = "Der er brug for én at ringe til på hvert sted."
# Beyond the numbers of those who lead a place.
_CLERK = 900


def make_agreements(stage: Stage, staff: Staff) -> None:
    """Strategy, signatures, hearing, MED log, a green project and those who follow from outside."""
    at, by = staff.since, stage.coordinator
    today = local(at).date()
    strategy = draft_strategy(
        municipality=stage.municipality, title="Frivilligstrategi", text=_STRATEGY, by=by, at=at
    )
    move_strategy(strategy=strategy, to=DocumentState.FOR_APPROVAL, by=by, at=at)
    approve_strategy(strategy=strategy, approved_by="Byrådet", approved_on=today, by=by, at=at)
    rules = rules_in_force(stage.municipality.pk)
    assert rules is not None
    for name, signer, mail in _PARTIES:
        party = keep_party(
            municipality=stage.municipality,
            name=name,
            contact_name=signer,
            contact_email=f"{mail}@{stage.address.mail}",
            by=by,
            at=at,
        )
        sign_version(version=rules, party=party, signed_on=today, signed_by=signer, by=by, at=at)
    for document, heard, note in (
        (strategy, "Temadag i byrådet", "Frivillige skal være et plus, og det skal kunne måles."),
        (rules, "Dialogmøde med foreninger og faglige organisationer", _HEARD),
    ):
        note_hearing(
            document=document,
            heard=heard,
            held_on=today - timedelta(days=60),
            note=note,
            by=by,
            at=at,
        )
    _agree_in_med(by, at)
    _share(stage, staff)


def _agree_in_med(by: Actor, at: datetime) -> None:
    note_med(
        institution=None,
        committee="HovedMED",
        held_on=local(at).date() - timedelta(days=30),
        kind=MedKind.AGREED,
        note="Spillereglerne er drøftet, og der er enighed.",
        by=by,
        at=at,
    )


def _share(stage: Stage, staff: Staff) -> None:
    """Those who read along, a trusted employee, two places' shared office, a trained ambassador."""
    by, at = stage.coordinator, staff.since
    staff.employ("tillidsmand", RoleKind.UNION)
    staff.employ("foelgegruppe", RoleKind.FOLLOW_UP_GROUP)
    staff.employ("betroet", RoleKind.DELEGATE, institution=stage.institutions[0])
    clerk = create_user(
        municipality=stage.municipality,
        email=f"faellesskab@{stage.address.mail}",
        name=staff_name(_CLERK),
        phone=staff_phone(_CLERK),
        by=by,
        at=at,
    )
    for institution in stage.institutions[:2]:
        give_role(
            user=clerk,
            kind=RoleKind.SHARED_ADMINISTRATION,
            institution=institution,
            valid_from=local(at).date(),
            by=by,
            at=at,
        )
    first = Role.objects.filter(municipality=stage.municipality, kind=RoleKind.AMBASSADOR).first()
    if first is not None:
        trained = local(at).date()
        change_role(role=first, valid_until=None, trained_on=trained, by=by, at=at)
