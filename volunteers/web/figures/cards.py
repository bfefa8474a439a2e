"""A figure made ready to read: value, target, status in words, where it comes from, where to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backend.common.danish_dates import local, long_day
from volunteers.models import Criterion, Measurement
from volunteers.queries.criteria import figure_words, target_words
from volunteers.success.calendar import Rhythm
from volunteers.success.catalogue import Direction, Indicator, Shape
from volunteers.success.conclusions import Status, conclusion, status, status_words
from volunteers.success.criteria import target_fits
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.sentences import difference_words, missing_words

# Within this share of a suggested target a figure is called close to it; the project group
# decides on a margin of its own with each criterion.
_MARGIN = Decimal("0.05")
_BADGES = {Status.REACHED: "success", Status.BELOW: "warning"}
_FULL = 100


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure is held against: the project group's decision, or the suggestion."""

    target: Decimal | None
    margin: Decimal
    baseline: Decimal | None = None
    decided: bool = False


# What a part is held against when the target is for the whole.
NO_AIM = Aim(None, Decimal(0))


@dataclass(frozen=True, slots=True)
class Card:
    """One figure on a page. ``before`` is the same figure of the period before.

    ``corrected`` says what a closed figure was corrected to later, in words.
    """

    indicator: Indicator
    figure: Figure
    aim: Aim
    before: Figure | None = None
    before_name: str = ""
    needs_action: bool = False
    criterion: Criterion | None = None
    link: str = ""
    corrected: str = ""

    @property
    def status(self) -> Status:
        """Where the figure stands."""
        return status(self.indicator, self.figure, self.aim.target, self.aim.margin)

    @property
    def value(self) -> str:
        """The value with its unit; that there is no data, or too few people."""
        return figure_words(self.indicator, self.figure)

    @property
    def target(self) -> str:
        """ "mindst 80 %", or that there is none."""
        return target_words(self.indicator, self.aim.target)

    @property
    def status_words(self) -> str:
        """The status in words: colour is never alone."""
        return status_words(self.indicator, self.status)

    @property
    def badge(self) -> str:
        """The status word's look."""
        return _BADGES.get(self.status, "info")

    @property
    def sentence(self) -> str:
        """The figure, what it is made of and where it stands, in one sentence or two."""
        says = conclusion(self.indicator, self.figure, self.aim.target, self.aim.margin)
        missing = missing_words(self.indicator, self.figure.value, self.aim.target)
        return f"{says} {missing}".strip()

    @property
    def trend(self) -> str:
        """ "Op 5 procentpoint fra 3. kvartal 2026", or "" where two cannot be compared."""
        apart = self._apart
        if apart is None:
            return ""
        if apart == 0:
            return f"Uændret fra {self.before_name}"
        way = "Op" if apart > 0 else "Ned"
        return f"{way} {difference_words(self.indicator, apart)} fra {self.before_name}"

    @property
    def trend_mark(self) -> str:
        """ "better", "worse" or "" beside the trend; watched figures are neither."""
        if not self._apart or self.indicator.direction is Direction.WATCHED:
            return ""
        is_up = self.indicator.direction is Direction.UP
        return "better" if (self._apart > 0) is is_up else "worse"

    @property
    def _apart(self) -> Decimal | None:
        """How far from the period before; nothing at all then is a beginning, and not a 0."""
        before = self.before
        if before is None or not before.n or before.value is None or self.figure.value is None:
            return None
        return self.figure.value - before.value

    @property
    def beside(self) -> tuple[tuple[str, int], ...]:
        """Counts that belong next to the figure, when there are any."""
        return tuple((words, count) for words, count in self.figure.beside if count)

    @property
    def is_share(self) -> bool:
        """Whether numerator and denominator make sense beside the value."""
        return self.indicator.shape is Shape.SHARE

    @property
    def filled(self) -> int:
        """How much of the card's bar is filled, in per cent."""
        return self._along(self.figure.value)

    @property
    def mark(self) -> int | None:
        """Where the target stands on the bar, in per cent."""
        return None if self.aim.target is None else self._along(self.aim.target)

    def _along(self, value: Decimal | None) -> int:
        if value is None:
            return 0
        top = max(self.figure.value or Decimal(0), self.aim.target or Decimal(0)) * Decimal("1.25")
        full = Decimal(1) if self.is_share else top
        return min(int(_FULL * value / full), _FULL) if full else 0


def corrected_words(correction: Measurement | None) -> str:
    """ "Rettet mandag den 2. november 2026 til 81 %.", or "" without a correction."""
    if correction is None:
        return ""
    words = figure_words(correction.criterion.indicator, correction.figure)
    return f"Rettet {long_day(local(correction.computed_at).date())} til {words}."


def suggested_aim(indicator: Indicator, period: Period) -> Aim:
    """The catalogue's suggestion, where it says something about such a period."""
    rhythm = Rhythm.YEAR if indicator.shape in (Shape.COUNT, Shape.SUM) else Rhythm.QUARTER
    target = indicator.target if target_fits(indicator, rhythm, period) else None
    return Aim(target, (indicator.target or Decimal(0)) * _MARGIN)


def aim_of(indicator: Indicator, chosen: Mapping[str, Criterion], period: Period) -> Aim:
    """The project group's decision for the whole municipality, else the suggestion."""
    criterion = chosen.get(indicator.code)
    return criterion_aim(criterion, period) if criterion else suggested_aim(indicator, period)


def criterion_aim(criterion: Criterion, period: Period) -> Aim:
    """What a criterion is held against in the period; a count's target needs its own rhythm."""
    fits = target_fits(criterion.indicator, Rhythm(criterion.rhythm), period)
    return Aim(
        criterion.target_value if fits else None,
        criterion.amber_margin,
        criterion.baseline_value if fits else None,
        decided=True,
    )
