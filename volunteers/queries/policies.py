"""How a municipality wants people asked: its weights, and the hours of the day."""

from datetime import time

from backend.accounts.models import Municipality
from volunteers.matching.continuation import Losses
from volunteers.matching.menu import MOST_ON_A_PAGE
from volunteers.matching.tick import Prices
from volunteers.models import AskingPolicy

_ALL_DAY = (time(0), time.max)


def policy_of(municipality_id: int) -> AskingPolicy:
    """The municipality's own weights, or the defaults; one query."""
    found = AskingPolicy.objects.filter(municipality_id=municipality_id).first()
    return found or AskingPolicy(municipality_id=municipality_id)


def own_policy(municipality: Municipality) -> AskingPolicy:
    """As ``policy_of``; no query where the municipality was loaded with its ``asking_policy``."""
    found: AskingPolicy | None = getattr(municipality, "asking_policy", None)
    return found or AskingPolicy(municipality=municipality)


def prices_of(policy: AskingPolicy, municipality: Municipality) -> Prices:
    """The weights as the tick takes them."""
    return Prices(
        question=policy.question,
        fairness=policy.fairness,
        losses=Losses(surplus=policy.surplus),
        wave_hours=float(municipality.wave_hours),
        needs_per_page=MOST_ON_A_PAGE if policy.shows_several else 1,
    )


def hours_of(municipality: Municipality) -> tuple[time, time]:
    """From when until when one may send on an ordinary day, on a Danish clock.

    Hours after midnight do not count as waking, also where quiet hours begin later.
    """
    quiet_from, quiet_until = municipality.quiet_from, municipality.quiet_until
    if quiet_from == quiet_until:
        return _ALL_DAY
    return quiet_until, quiet_from if quiet_from > quiet_until else time.max
