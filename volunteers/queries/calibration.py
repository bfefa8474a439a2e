"""Whether the chances hold: what was promised of each question, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from volunteers.matching.learning import Reliability, mean_of_all, reliability
from volunteers.matching.score import MEAN_EXPOSURE
from volunteers.models import Offer
from volunteers.queries.history import LIVE_FOR
from volunteers.queries.policies import policy_of
from volunteers.rules.states import LIVE_OFFERS, OfferState

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The tenths, lowest promised chance first, and the share of yes learnt from all of them."""

    tenths: Sequence[Reliability]
    questions: int
    yes: int
    mean_yes: float

    @property
    def is_off(self) -> bool:
        """Whether some tenth is further from its promise than chance allows."""
        return any(tenth.is_off for tenth in self.tenths)


def calibration_of(municipality_id: int, at: datetime) -> Calibration:
    """The settled questions of the last year: answered, or silent for a day. Two queries."""
    unanswered = Q(state__in=sorted(LIVE_OFFERS))
    settled = (
        Offer.objects.filter(municipality_id=municipality_id)
        .exclude(state=OfferState.RECALLED)
        .annotate(asked_at=Coalesce("sent_at", "planned_at"))
        .filter(Q(asked_at__lte=at - LIVE_FOR) | ~unanswered, asked_at__gt=at - LOOK_BACK)
        .order_by("id")
        .values_list("probability", "exposure", "state")
    )
    rows = list(settled)
    said_yes = [state == OfferState.ACCEPTED for _, _, state in rows]
    exposure = sum(MEAN_EXPOSURE if known is None else known for _, known, _ in rows)
    return Calibration(
        tenths=reliability([chance for chance, _, _ in rows], said_yes),
        questions=len(rows),
        yes=sum(said_yes),
        mean_yes=mean_of_all(sum(said_yes), exposure, policy_of(municipality_id).mean_yes),
    )
