"""The figures of the success criteria, counted from facts by the database."""

from volunteers.queries.indicators.drilling import FactRow, rows_behind, subject_of
from volunteers.queries.indicators.making import BESIDE
from volunteers.queries.indicators.measuring import Measured, counted_twice, measure
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
    "subject_of",
]
