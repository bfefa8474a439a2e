"""Twilio's codes as data: what each means for the message and for the channel."""

from enum import StrEnum


class Meaning(StrEnum):
    """What a code asks of us."""

    PERMANENT = "permanent"
    OPTED_OUT = "opted_out"
    PAUSE = "pause"
    SLOW_DOWN = "slow_down"
    ONCE_MORE = "once_more"
    NEVER_AGAIN = "never_again"


# Code -> (meaning, what the coordinator reads).
CODES: dict[str, tuple[Meaning, str]] = {
    "21211": (Meaning.PERMANENT, "Nummeret findes ikke."),
    "21214": (Meaning.PERMANENT, "Nummeret kan ikke få sms."),
    "21614": (Meaning.PERMANENT, "Nummeret er ikke en mobil."),
    "30006": (Meaning.PERMANENT, "Nummeret er en fastnettelefon eller kan ikke nås."),
    "21610": (Meaning.OPTED_OUT, "Personen har sagt stop til sms."),
    "20003": (Meaning.PAUSE, "Adgangen til sms-leverandøren virker ikke."),
    "401": (Meaning.PAUSE, "Adgangen til sms-leverandøren virker ikke."),
    "21408": (Meaning.PAUSE, "Sms til dette land er ikke slået til hos leverandøren."),
    "21606": (Meaning.PAUSE, "Afsenderen er ikke godkendt hos leverandøren."),
    "21612": (Meaning.PAUSE, "Afsenderen kan ikke skrive til dette nummer."),
    "63038": (Meaning.PAUSE, "Dagens loft hos leverandøren er nået."),
    "429": (Meaning.SLOW_DOWN, "Leverandøren beder os vente."),
    "20429": (Meaning.SLOW_DOWN, "Leverandøren beder os vente."),
    "30001": (Meaning.SLOW_DOWN, "Leverandørens kø er fuld."),
    "30003": (Meaning.ONCE_MORE, "Telefonen er slukket eller uden dækning."),
    "30008": (Meaning.ONCE_MORE, "Teleselskabet svarede med en ukendt fejl."),
    "30004": (Meaning.NEVER_AGAIN, "Modtageren har spærret for beskeden."),
    "by_hand": (Meaning.PAUSE, "En koordinator har sat den på pause."),
    "nemsms": (
        Meaning.PAUSE,
        "NemSMS skriver kun til CPR-numre, og dem gemmer Samspil ikke. Vælg en anden leverandør.",
    ),
    "letter_folder": (Meaning.SLOW_DOWN, "Mappen til breve kan ikke skrives."),
    "30007": (Meaning.NEVER_AGAIN, "Teleselskabet har filtreret beskeden fra."),
}


def meaning_of(code: str) -> Meaning:
    """A code's meaning. An unknown code is permanent: shown to people, never tried blindly."""
    return CODES.get(code, (Meaning.PERMANENT, ""))[0]


def words_for(code: str) -> str:
    """The Danish sentence for the coordinator; an unknown code shows its number."""
    return CODES.get(code, (Meaning.PERMANENT, f"Fejl {code} hos leverandøren."))[1]
