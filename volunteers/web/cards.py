"""A figure made ready to read: value, target, status in words, what it is made of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from volunteers.queries.indicators import Measured
from volunteers.success.catalogue import Indicator, Shape
from volunteers.success.conclusions import Status, conclusion, status, status_words, value_words
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.web.charts import Chart, week_chart

# Within this share of the target a figure is called close to it.
_MARGIN = Decimal("0.05")
_BADGES = {Status.REACHED: "success", Status.BELOW: "warning"}
_WEEKS_ON_A_TELEPHONE = 6


@dataclass(frozen=True, slots=True)
class Card:
    """One indicator on the page. The target is a suggestion until the project group decides."""

    indicator: Indicator
    figure: Figure
    status: Status

    @property
    def value(self) -> str:
        """The value with its unit, or that there is no data."""
        if self.figure.value is None:
            return "Ingen data"
        return value_words(self.indicator, self.figure.value)

    @property
    def target(self) -> str:
        """The suggested target in words, or that there is none."""
        return self.indicator.target_words or "intet mål"

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
        """The figure as one sentence."""
        return conclusion(self.indicator, self.figure, self.indicator.target, margin(self))

    @property
    def beside(self) -> tuple[tuple[str, int], ...]:
        """Counts that belong next to the figure, when there are any."""
        return tuple((words, count) for words, count in self.figure.beside if count)

    @property
    def is_share(self) -> bool:
        """Whether numerator and denominator make sense beside the value."""
        return self.indicator.shape is Shape.SHARE


def card_of(measured: Measured) -> Card:
    """The whole of one indicator."""
    return part_of(measured.indicator, measured.whole)


def part_of(indicator: Indicator, figure: Figure) -> Card:
    """Any figure of an indicator, such as one department's."""
    where = status(indicator, figure, indicator.target, _margin_of(indicator))
    return Card(indicator, figure, where)


def margin(card: Card) -> Decimal:
    """How far from the target still counts as close, in the indicator's unit."""
    return _margin_of(card.indicator)


def week_figures(measured: Measured, period: Period, today: date) -> list[tuple[date, Card]]:
    """Every week of the period that has begun, with its figure; weeks without facts too."""
    nothing = Figure(None, 0, 0)
    return [
        (monday, part_of(measured.indicator, measured.weeks.get(monday, nothing)))
        for monday in period.weeks()
        if monday <= today
    ]


def week_charts(measured: Measured, weeks: list[tuple[date, Card]]) -> tuple[Chart, Chart]:
    """The drawing for a screen, and one with the latest weeks for a telephone."""
    unit, target = measured.indicator.unit, _level(measured)
    values = [(monday, card.figure.value) for monday, card in weeks]
    latest = values[-_WEEKS_ON_A_TELEPHONE:]
    return (
        week_chart(values, unit=unit, target=target),
        week_chart(latest, unit=unit, target=target, width=340),
    )


def _level(measured: Measured) -> Decimal | None:
    """A target for a period says nothing about one week of a count or a sum."""
    additive = measured.indicator.shape in (Shape.COUNT, Shape.SUM)
    return None if additive else measured.indicator.target


def _margin_of(indicator: Indicator) -> Decimal:
    return (indicator.target or Decimal(0)) * _MARGIN
