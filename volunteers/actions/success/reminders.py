"""What the project group hears by itself on working mornings: actions that are due, and criteria
and actions whose owner has left.

The outbox takes each text once, so two clocks at the same moment give one mail.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.common.danish_dates import local, show_date
from backend.messaging.addresses import public_address
from backend.messaging.outbox import already_queued, queue_email
from backend.messaging.quiet import is_working_morning
from institutions.queries.holders import coordinators_of
from volunteers.models import Criterion, FollowUp
from volunteers.queries.follow_ups import due_by_municipality
from volunteers.queries.project_group import left_without_owner, may_own
from volunteers.success.nudges import nudge_due

_DUE = """Hej {name}

I projektgruppen aftalte I:

{what}

Fristen var {due}. Skriv resultatet, også hvis det ikke blev til noget: {link}
"""
_OWNER_LEFT = """Hej {name}

»{what}« har ingen ansvarlig længere. {owner} er ikke med i projektgruppen.

Vælg en ny: {link}
"""
_Queue = Callable[[], object]


def send_success_reminders(at: datetime) -> int:
    """Sends what is due this morning; how many mails. The second run adds none."""
    if not is_working_morning(at):
        return 0
    today = local(at).date()
    wanted: dict[str, _Queue] = {}
    for municipality, follow_ups in due_by_municipality(today):
        owners = set(may_own(municipality.pk, today))
        for one in follow_ups:
            wanted |= _due(one, municipality, owners, today, at)
    for criterion in left_without_owner(today):
        wanted |= _ownerless(criterion, today, at)
    fresh = sorted(set(wanted) - already_queued(wanted))
    for key in fresh:
        _send(wanted[key])
    return len(fresh)


@transaction.atomic
def _send(queue: _Queue) -> None:
    queue()


def _due(
    one: FollowUp, municipality: Municipality, owners: set[User], today: date, at: datetime
) -> Mapping[str, _Queue]:
    """To its owner; where the owner has left, to the coordinators, who find a new one."""
    step = nudge_due(one.due_on, today)
    path = f"/succes/opfoelgning/{one.uuid}/"
    link = public_address(municipality.link_host, path)
    if one.owner in owners:
        body = _DUE.format(name=one.owner.name, what=one.what, due=show_date(one.due_on), link=link)
        key = f"opfoelgning_frist:{one.pk}:{step}:{one.owner_id}"
        return {key: _mail(key, one.owner, "Hvad kom der ud af det?", body, at)}
    return _to_coordinators(
        f"opfoelgning_uden_ansvarlig:{one.pk}:{one.owner_id}",
        municipality,
        (one.what, one.owner.name, link),
        today,
        at,
    )


def _ownerless(criterion: Criterion, today: date, at: datetime) -> Mapping[str, _Queue]:
    municipality = criterion.municipality
    owner = criterion.owner.name if criterion.owner else ""
    link = public_address(municipality.link_host, f"/succes/maal/{criterion.uuid}/")
    return _to_coordinators(
        f"kriterium_uden_ejer:{criterion.pk}:{criterion.owner_id}",
        municipality,
        (criterion.indicator.name, owner, link),
        today,
        at,
    )


def _to_coordinators(
    key: str, municipality: Municipality, words: tuple[str, str, str], today: date, at: datetime
) -> Mapping[str, _Queue]:
    what, owner, link = words
    title = f"»{what}« mangler en ansvarlig"[:120]
    return {
        (own := f"{key}:{user.pk}"): _mail(
            own,
            user,
            title,
            _OWNER_LEFT.format(name=user.name, what=what, owner=owner, link=link),
            at,
        )
        for user in coordinators_of(municipality.pk, today)
    }


def _mail(key: str, user: User, title: str, body: str, at: datetime) -> _Queue:
    assert user.municipality is not None
    municipality = user.municipality
    return lambda: queue_email(
        municipality=municipality,
        kind="projektgruppe",
        to=user.email,
        title=title,
        body=body,
        dedupe_key=key,
        at=at,
    )
