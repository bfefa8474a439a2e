"""The rules of what is shared: consent, answers in time, and what makes an example ready."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from backend.common.refusals import Clash, Invalid
from backend.common.states import require_move


class Channel(StrEnum):
    """Where a story is told."""

    WEB = "web"
    INTRANET = "intranet"
    NEWSPAPER = "newspaper"
    SOCIAL = "social"


CHANNEL_WORDS: Mapping[str, str] = {
    Channel.WEB: "Kommunens hjemmeside",
    Channel.INTRANET: "Intranet",
    Channel.NEWSPAPER: "Avis",
    Channel.SOCIAL: "Sociale medier",
}


class SuggestionState(StrEnum):
    """A suggestion or a bøvl on its way to an answer."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    ANSWERED = "answered"


SUGGESTION_MOVES: Mapping[SuggestionState, frozenset[SuggestionState]] = {
    SuggestionState.RECEIVED: frozenset({SuggestionState.LOOKED_AT, SuggestionState.ANSWERED}),
    SuggestionState.LOOKED_AT: frozenset({SuggestionState.ANSWERED}),
    SuggestionState.ANSWERED: frozenset(),
}
SUGGESTION_WORDS: Mapping[str, str] = {
    SuggestionState.RECEIVED: "modtaget",
    SuggestionState.LOOKED_AT: "vi ser på det",
    SuggestionState.ANSWERED: "besvaret",
}


class Gain(StrEnum):
    """Who was helped by what a suggestion led to (wish 131)."""

    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"
    STAFF = "staff"


GAIN_WORDS: Mapping[str, str] = {
    Gain.CITIZEN: "Borgere",
    Gain.VOLUNTEER: "Frivillige",
    Gain.STAFF: "Medarbejdere",
}


def require_suggestion_move(old: str, new: SuggestionState) -> None:
    """Refuses a move that the table does not have."""
    state = SuggestionState(old)
    text = f"Forslaget er {SUGGESTION_WORDS[state]}, så det kan ikke lade sig gøre."
    require_move(SUGGESTION_MOVES, state, new, text)


def require_consents(
    channel: str, consents: Iterable[Collection[str] | None], *, nobody_named: bool
) -> None:
    """Refuses (Clash) to tell a story where somebody in it has not said yes to that channel.

    ``consents`` holds, for each person who can be recognised, the channels of a live yes; None
    where there is none. Without persons the writer must have declared that nobody can be
    recognised. Source: checklist E03, customer wish 35.
    """
    given = list(consents)
    if not given and not nobody_named:
        raise Clash(
            "nobody_considered",
            "Skriv først, hvem der kan genkendes, eller sig, at ingen kan.",
        )
    missing = sum(channels is None or channel not in channels for channels in given)
    if missing:
        who = "1 person" if missing == 1 else f"{missing} personer"
        raise Clash(
            "consent_missing",
            f"Historien kan ikke deles her endnu: {who} i den har ikke sagt ja til det.",
        )


def require_three_answers(new: str, useful: str, used: str) -> None:
    """Refuses (Invalid) an example that does not say what is new, useful and put to use (53)."""
    given = {"is_new": new, "is_useful": useful, "is_used": used}
    missing = {
        name: ["Svar kort, før eksemplet deles."]
        for name, answer in given.items()
        if not answer.strip()
    }
    if missing:
        raise Invalid(
            "three_answers",
            "Svar på de tre spørgsmål, før eksemplet deles: nyt, nyttigt, nyttiggjort.",
            missing,
        )
