"""The baseline of what the system counts is counted too, not remembered."""

from datetime import datetime
from decimal import Decimal

from backend.common.actors import Actor
from backend.common.refusals import Invalid
from volunteers.models import Criterion
from volunteers.queries.closing_privacy import may_see
from volunteers.queries.criteria import figures_of
from volunteers.success.aims import Aim
from volunteers.success.conclusions import value_words

# What somebody typed may be rounded to whole per cent.
_ROUNDED = Decimal("0.005")


def with_counted_baseline(row: Criterion, aim: Aim, by: Actor, at: datetime) -> Decimal | None:
    """The baseline to keep: the system's own figure of the period where it has one.

    Refuses (Invalid) a typed one that the system's figure contradicts, none where the system has
    no figure either, and one made of so few people that the reader may not see it. A typed one
    stands for a period from before the system.
    """
    period = aim.baseline_period
    if period is None or row.is_manual:
        return aim.baseline
    shown = figures_of([row], period, at)[row.pk]
    if shown.n and not may_see(row, period, by):
        raise _wrong(
            f"Tallet for {period.name} vises ikke her endnu. Afslut kvartalet, eller bed "
            "frivilligkoordinatoren om at vælge udgangspunktet."
        )
    if shown.value is None or (shown.n == 0 and aim.baseline is not None):
        if aim.baseline is None:
            raise _wrong(f"Systemet har ingen tal for {period.name}. Skriv selv udgangspunktet.")
        return aim.baseline
    if aim.baseline is not None and abs(aim.baseline - shown.value) > _tolerance(row):
        words = value_words(row.indicator, shown.value)
        raise _wrong(
            f"Systemet har selv talt {words} for {period.name}. "
            "Lad feltet stå tomt, så bruges det tal, eller vælg en periode fra før systemet."
        )
    return shown.value


def _tolerance(row: Criterion) -> Decimal:
    return _ROUNDED if row.indicator.unit == "share" else Decimal("0.05")


def _wrong(words: str) -> Invalid:
    return Invalid("baseline", words, {"baseline_value": [words]})
