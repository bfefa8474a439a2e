"""What an import would do, or did: counted, with every fault told."""

from dataclasses import dataclass, field

from backend.common.csv_rows import Fault
from backend.common.refusals import Invalid


@dataclass(slots=True)
class ImportReport:
    """Counts of a file's rows, its faults in the order of the lines, and remarks."""

    total: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    # What an update would change, one sentence a field.
    differences: list[str] = field(default_factory=list)
    # Stands for everything above: the same file against the same rows has the same seal.
    seal: str = ""

    @property
    def wrong(self) -> int:
        """How many lines have a fault."""
        return len({fault.line for fault in self.faults})

    @property
    def kept(self) -> int:
        """How many rows would be kept when the wrong ones are left out."""
        return self.new + self.changed

    @property
    def summary(self) -> str:
        """ "58 rækker: 55 nye, 2 ændres, 1 fejl"; rows that change nothing are named if any."""
        rows = "1 række" if self.total == 1 else f"{self.total} rækker"
        new = "1 ny" if self.new == 1 else f"{self.new} nye"
        same = f", {self.same} uændret" if self.same else ""
        return f"{rows}: {new}, {self.changed} ændres{same}, {self.wrong} fejl"

    def require_faultless(self) -> None:
        """Refuses a file with a fault, so that nothing of it is kept."""
        if self.faults:
            raise Invalid(
                "import_faults",
                f"Intet er indlæst. Ret filen, og prøv igen. {self.summary}.",
                {f"line_{fault.line}": [str(fault)] for fault in self.faults},
            )
