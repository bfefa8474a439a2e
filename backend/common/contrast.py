"""How well two colours are told apart, as WCAG 2.2 measures it."""

import re

# WCAG 2.2, success criterion 1.4.3: ordinary text.
ENOUGH_FOR_TEXT = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARK = 0.04045


def is_colour(text: str) -> bool:
    """Whether the text is ``#rrggbb``."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The ratio from 1 (the same) to 21 (black on white); refuses what is not ``#rrggbb``."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not is_colour(colour):
        raise ValueError("Skriv farven som # og seks tegn, fx #005b70.")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # The standard's own formula of sRGB.
    return channel / 12.92 if channel <= _DARK else ((channel + 0.055) / 1.055) ** 2.4
