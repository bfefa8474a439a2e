"""The file of governing texts: read, or refused with a sentence."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

SHIPPED = Path("institutions") / "data" / "governing.da.json"


def read_governing(path: Path | None = None) -> dict[str, Any]:
    """The texts of the file, or those that are shipped; refuses what is no JSON object."""
    source = path or settings.BASE_DIR / SHIPPED
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{source} is not JSON in UTF-8: {error}.") from error
    if not isinstance(content, dict):
        raise CommandError(f"{source} must hold one JSON object.")
    return content
