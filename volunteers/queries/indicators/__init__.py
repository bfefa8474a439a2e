"""The figures of the success criteria, counted from facts by the database."""

from volunteers.queries.indicators.measuring import (
    BESIDE,
    FactRow,
    Measured,
    counted_twice,
    measure,
    rows_behind,
)
from volunteers.queries.indicators.splitting import USUAL_SPLITS, Split

__all__ = [
    "BESIDE",
    "USUAL_SPLITS",
    "FactRow",
    "Measured",
    "Split",
    "counted_twice",
    "measure",
    "rows_behind",
]
