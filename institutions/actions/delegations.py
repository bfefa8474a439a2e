"""A point of the checklist in a colleague's hands: given, taken back."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from institutions.actions.checklist_runs import item_of, require_filler, run_in_force
from institutions.models import Delegation, Institution
from institutions.queries.holders import colleagues_at
from institutions.rules.states import ChecklistLevel

LONGEST_NOTE = 200
_BODY = """Hej {name}

{by} beder dig se på et punkt i tjeklisten for {place}:

{code} {text}
{note}
Sæt hak her, når det er i orden: {link}

Du ser det også på din tavle, til punktet er lukket.
"""


@transaction.atomic
def delegate_item(
    *, institution: Institution, code: str, to: User, note: str = "", by: Actor, at: datetime
) -> Delegation:
    """Hands a point to a colleague, who is told by mail and sees it on the board.

    Refuses who has no role at the institution, a point that is closed, and too long a note. To
    somebody else it moves; to the same one again changes nothing and mails nobody.
    """
    user_id = require_filler(institution, by)
    institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=institution.pk)
    )
    if not colleagues_at(institution, local(at).date()).filter(pk=to.pk).exists():
        raise _invalid("to", f"{to.name} har ingen rolle hos {institution.name}.")
    if len(note.strip()) > LONGEST_NOTE:
        raise _invalid("note", f"Skriv højst {LONGEST_NOTE} tegn. Der er {len(note.strip())} nu.")
    run = run_in_force(institution, at)
    item = item_of(run.template, code, ChecklistLevel.INSTITUTION)
    if run.ticks.filter(item=item, reopened_at__isnull=True).exists():
        raise Clash("closed", f"Punktet {code} er lukket. Åbn det igen, hvis det skal ses efter.")
    standing = run.delegations.filter(item=item, ended_at__isnull=True)
    same = standing.filter(to=to).first()
    if same is not None:
        return same
    standing.update(ended_at=at)
    delegation = Delegation.objects.create(
        run=run, item=item, to=to, note=note.strip(), delegated_by_id=user_id, delegated_at=at
    )
    _tell(delegation, institution, by, at)
    record("delegate_item", institution, by=by, at=at, code=code, to=to.pk)
    return delegation


@transaction.atomic
def take_back_item(*, institution: Institution, code: str, by: Actor, at: datetime) -> None:
    """The point is the leader's again; where nobody has it, nothing changes."""
    require_filler(institution, by)
    standing = Delegation.objects.filter(
        run__institution=institution, run__current=True, item__code=code, ended_at__isnull=True
    )
    if standing.update(ended_at=at):
        record("take_back_item", institution, by=by, at=at, code=code)


def _tell(delegation: Delegation, institution: Institution, by: Actor, at: datetime) -> None:
    municipality = institution.municipality
    item, to = delegation.item, delegation.to
    queue_email(
        municipality=municipality,
        kind="overdraget_punkt",
        to=to.email,
        title=f"Tjekliste for {institution.name}: punkt {item.code}",
        body=_BODY.format(
            name=to.name,
            by=by.name,
            place=institution.name,
            code=item.code,
            text=item.text,
            note=f"\n{delegation.note}\n" if delegation.note else "",
            link=public_address(municipality.link_host, f"/overdraget/{delegation.pk}/"),
        ),
        dedupe_key=f"overdraget_punkt:{delegation.pk}",
        at=at,
        subject=("institution", institution.pk),
    )


def _invalid(field: str, text: str) -> Invalid:
    return Invalid(field, text, {field: [text]})
