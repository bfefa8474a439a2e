"""What sort of text each kind is: a question, something one must know, or something nice."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class KindRule:
    """How a kind is treated.

    ``question``: asks for help, so a stop silences it and it keeps the quiet hours.
    ``quiet``: keeps the quiet hours although a stop does not silence it.
    ``patient``: keeps the quiet hours too when they leave this much of its usefulness.
    ``capped``: keeps the municipality's ceilings; what one must know goes out all the same.
    ``useful``: expiry after queueing when the writer names none.
    ``again_after``: when nobody can tell whether it went out, it is sent again this long after
    the first try, because twice is the smaller harm; None lets it rest, visible.
    """

    question: bool = False
    quiet: bool = False
    patient: timedelta | None = None
    capped: bool = False
    useful: timedelta = timedelta(hours=48)
    again_after: timedelta | None = timedelta(minutes=30)


_QUESTION = KindRule(question=True, quiet=True, capped=True)
# Nobody is woken for what is still a day away in the morning.
_URGENT = KindRule(patient=timedelta(days=1), again_after=timedelta(minutes=10))

RULES: dict[str, KindRule] = {
    "tilbud": _QUESTION,
    # Twice is worse than not at all.
    "tilbud_paamindelse": KindRule(question=True, quiet=True, capped=True, again_after=None),
    "ledig_plads": _QUESTION,
    "gruppe_tilbud": _QUESTION,
    "gruppe_ledig_plads": _QUESTION,
    "aflysning": _URGENT,
    "aendring": _URGENT,
    # A second reminder shortly before the slot only confuses.
    "paamindelse": KindRule(again_after=None),
    # That somebody at the place has written.
    "besked": KindRule(quiet=True, capped=True),
    "tak": KindRule(quiet=True, capped=True, again_after=None),
    "tak_foerste": KindRule(quiet=True, capped=True, again_after=None),
    "tak_milepael": KindRule(quiet=True, capped=True, again_after=None),
    "gruppe_tak": KindRule(quiet=True, capped=True, again_after=None),
    "forening_papir": KindRule(quiet=True),
    # Events: the invitation asks, the rest is what one must know who has said yes.
    "arr_invitation": _QUESTION,
    "arr_plads": KindRule(quiet=True),
    "arr_aendring": _URGENT,
    "arr_aflysning": _URGENT,
    "arr_paamindelse": KindRule(again_after=None),
    # Those who lead are not on duty at night.
    "leder_mangler": KindRule(quiet=True),
    "leder_afbud": KindRule(quiet=True),
    "leder_minimum": KindRule(quiet=True),
    "ambassadoer_mangler": KindRule(quiet=True),
    # A formal letter is a file: writing it twice is writing it once.
    "brev": KindRule(useful=timedelta(days=30), again_after=timedelta(minutes=10)),
    # About the person's own data: a stop does not silence it, the night does.
    "oprettet": KindRule(quiet=True),
    "stadig_med": KindRule(quiet=True),
    "svar_forslag": KindRule(quiet=True),
    "afslutning": KindRule(quiet=True, capped=True, again_after=None),
    "kode": KindRule(useful=timedelta(minutes=10), again_after=None),
}


def rule_of(kind: str) -> KindRule:
    """The rule of a kind; a kind without a line of its own is a plain answer to the person."""
    return RULES.get(kind, KindRule())
