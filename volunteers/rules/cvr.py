"""The CVR number of an association or company."""

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def is_cvr(text: str) -> bool:
    """Eight digits whose weighted sum is divisible by 11, the first not 0 (the register's rule)."""
    if len(text) != len(_WEIGHTS) or not (text.isascii() and text.isdecimal()) or text[0] == "0":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=True)) % 11 == 0
