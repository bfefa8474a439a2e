"""How a report is filed in the municipality's case system."""

from dataclasses import dataclass
from datetime import date

from backend.common.danish_dates import show_date

# KL's subject number for the effort (wish 83): what an export for the case system carries (L28).
KLE_NUMBER = "81.50.05"


@dataclass(frozen=True, slots=True)
class JournalMark:
    """Title, day and number, the same in each file of a report."""

    title: str
    on: date

    @property
    def words(self) -> str:
        """ "KLE 81.50.05 · 3. kvartal 2026 · 12-10-2026"."""
        return f"KLE {KLE_NUMBER} · {self.title} · {show_date(self.on)}"
