"""How long attendance may be recorded and corrected, and the words of thanks."""

from datetime import timedelta

from backend.common.refusals import Invalid

# After the end of the time; later only the coordinator can say what happened.
CORRECTION = timedelta(days=14)
LONGEST_THANKS = 300
# To pick from, or to begin with.
THANKS_TO_PICK = (
    "Tak for i dag. Det gjorde en forskel, at du var her.",
    "Tusind tak for din tid. Du er altid velkommen hos os.",
    "Tak for hjælpen. Det blev en bedre dag for alle, fordi du kom.",
    "Hjertelig tak. Vi håber, du havde det lige så godt som vi.",
)


def require_thanks(words: str) -> str:
    """The words without space around; "" for none. Refuses more than 300 signs."""
    plain = words.replace("\r\n", "\n").strip()
    if len(plain) > LONGEST_THANKS:
        text = f"Skriv højst {LONGEST_THANKS} tegn. Der er {len(plain)} nu."
        raise Invalid("thanks_too_long", text, {"words": [text]})
    return plain
