"""What may be written in the project group's own words."""

from backend.common.refusals import Invalid
from institutions.rules.words import PersonalKind, personal_hits

_ADVICE = {
    PersonalKind.CPR: "Det ligner et CPR-nummer. Slet det.",
    PersonalKind.PHONE: "Det ligner et telefonnummer. Slet det.",
}


def require_words(field: str, words: str, *, missing: str = "", longest: int = 500) -> str:
    """The words without blanks around them.

    Refuses (Invalid, at the field) no words where ``missing`` says what to write, too many, and
    what looks like a CPR number or a telephone.
    """
    written = words.strip()
    if not written and missing:
        raise Invalid("empty", missing, {field: [missing]})
    if len(written) > longest:
        wrong = f"Skriv højst {longest} tegn. Der er {len(written)} nu."
        raise Invalid("too_long", wrong, {field: [wrong]})
    advice = [_ADVICE[hit.kind] for hit in personal_hits(written) if hit.kind in _ADVICE]
    if advice:
        raise Invalid("personal", advice[0], {field: advice})
    return written
