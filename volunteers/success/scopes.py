"""What a figure is counted over: the municipality, or one part of it."""

from dataclasses import dataclass
from enum import StrEnum


class ScopeKind(StrEnum):
    """How wide a figure is."""

    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Scope:
    """The part that a figure is about, by the key of its row; the whole municipality has none.

    Whether the row is this municipality's is asked by whoever reads the address: a foreign key
    gives figures of nothing.
    """

    kind: ScopeKind
    key: int | None = None

    def __post_init__(self) -> None:
        """Refuses (ValueError) a part without a key, and a key of the whole."""
        if (self.kind is ScopeKind.MUNICIPALITY) != (self.key is None):
            raise ValueError("A part has a key, and the whole municipality has none.")

    def key_of(self, kind: ScopeKind) -> int | None:
        """The key when the scope is of this kind, else None."""
        return self.key if self.kind is kind else None


WHOLE = Scope(ScopeKind.MUNICIPALITY)
