"""An import at the command line: the file, the report row by row, and what comes next."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import CommandError

from backend.common.import_report import ImportReport


def read_file(path: Path) -> bytes:
    """The file's bytes; refuses one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} kan ikke læses: {error.strerror}.") from error


def tell(report: ImportReport, write: Callable[[str], object], *, applied: bool) -> None:
    """Prints remarks, faults and counts; refuses (exit code 1) when a row has a fault."""
    for remark in report.remarks:
        write(remark)
    for fault in report.faults:
        write(str(fault))
    write(report.summary)
    if report.faults:
        raise CommandError("Intet er indlæst. Ret rækkerne ovenfor, og prøv igen.")
    write("Det er indlæst." if applied else "Intet er indlæst endnu. Indlæs med --apply.")
