"""What may be kept of somebody brought along: a first name, and never a telephone."""

import re

from backend.common.refusals import Invalid

LONGEST_NAME = 40
_NO_NAME = re.compile(r"[\d@]")


def require_companion_name(name: str) -> str:
    """The name in one line; "" when none is given. Refuses digits, an @, and a too long one."""
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME or _NO_NAME.search(plain):
        text = "Skriv kun fornavnet, uden nummer og e-mail. Eller lad feltet stå tomt."
        raise Invalid("companion_name", text, {"companion_name": [text]})
    return plain
