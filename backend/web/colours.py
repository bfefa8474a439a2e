"""The municipality's colour as custom properties: CSP forbids inline style, so it is a file."""

import re

DEFAULT = "#005b70"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARKER = 0.7
_TINT = 0.07


def stylesheet(colour: str) -> str:
    """Custom properties for the colour; anything but ``#rrggbb`` gives the default colour.

    The check is what keeps text from a settings page out of the stylesheet.
    """
    base = colour.lower() if _HEX.fullmatch(colour) else DEFAULT
    return (
        ":root{"
        f"--kommune:{base};"
        f"--kommune-dark:{_mix(base, '#000000', _DARKER)};"
        f"--kommune-tint:{_mix(base, '#ffffff', _TINT)}"
        "}\n"
    )


def _mix(colour: str, other: str, share: float) -> str:
    """``share`` of the colour, the rest of the other, per channel."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * two):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
