"""The coordinator sets what the matching weighs."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.numbers import format_decimal
from backend.common.refusals import Invalid
from institutions.rules.deeds import Deed, require_may
from volunteers.models import BOUNDS, AskingPolicy


@transaction.atomic
def set_policy(
    *, municipality: Municipality, weights: Mapping[str, float | bool], by: Actor, at: datetime
) -> AskingPolicy:
    """Keeps the weights (names of ``BOUNDS``) and the switches; those not given stay.

    The next look uses them.

    Refuses a weight outside its bounds, each with its lowest and highest, and an ambassador who
    would be told before the leader. The same again changes nothing.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    policy, _ = AskingPolicy.objects.select_for_update().get_or_create(municipality=municipality)
    changed = {name: value for name, value in weights.items() if getattr(policy, name) != value}
    if not changed:
        return policy
    for name, value in changed.items():
        setattr(policy, name, value)
    _require_sane(policy)
    policy.save(update_fields=list(changed))
    record("set_policy", municipality, by=by, at=at, weights=changed)
    return policy


def _require_sane(policy: AskingPolicy) -> None:
    wrong = {
        name: [f"Skriv et tal fra {_shown(low)} til {_shown(high)}."]
        for name, (low, high) in BOUNDS.items()
        if not low <= getattr(policy, name) <= high
    }
    if not wrong and policy.tell_ambassador_below > policy.tell_leader_below:
        text = "Ambassadøren skal høre om det senere end lederen. Skriv et lavere tal."
        wrong = {"tell_ambassador_below": [text]}
    if wrong:
        raise Invalid("weights_wrong", "Ret felterne, og prøv igen.", wrong)


def _shown(bound: float) -> str:
    return format_decimal(bound, 3).rstrip("0").rstrip(",")
