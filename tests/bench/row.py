"""A row of the table of targets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``is_met`` is None where the value could not be measured."""

    claim: str
    value: str
    target: str
    is_met: bool | None

    @property
    def verdict(self) -> str:
        """What stands in the last column."""
        return {True: "met", False: "MISSED", None: "unmeasured"}[self.is_met]
