"""Phone numbers: read as Danes write them, stored E.164, shown in pairs."""

import phonenumbers

_WRITE_PHONE = "Skriv et telefonnummer med 8 cifre, for eksempel 20 12 34 56."
_HOME = "DK"
_LONGEST = 40


def parse_phone(text: str) -> str:
    """ "+4520123456" from "20 12 34 56", "+45 20123456" or "004520123456".

    ValueError says what to write. Asks whether the number is *possible* (its length), not whether
    it is in use: number plans change more often than libraries, and the demo's invented numbers
    such as 12 34 56 78 belong to nobody on purpose. Only a sent SMS can tell whether it is in use.
    """
    written = text.strip()
    if len(written) > _LONGEST or any(char.isalpha() for char in written):
        raise ValueError(_WRITE_PHONE)
    try:
        number = phonenumbers.parse(written, _HOME)
    except phonenumbers.NumberParseException:
        raise ValueError(_WRITE_PHONE) from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise ValueError(f"{written} kan ikke være et telefonnummer. {_WRITE_PHONE}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(stored: str) -> str:
    """ "20 12 34 56" for a Danish number, "+46 70 123 45 67" for a foreign one; "" for none.

    What is no number (a mail's address in a list of messages) is shown as it stands.
    """
    if not stored:
        return ""
    national = stored.removeprefix("+45")
    if stored.startswith("+45") and len(national) == 8:  # noqa: PLR2004 - Danish numbers have 8.
        return " ".join(national[start : start + 2] for start in range(0, 8, 2))
    try:
        number = phonenumbers.parse(stored, _HOME)
    except phonenumbers.NumberParseException:
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
