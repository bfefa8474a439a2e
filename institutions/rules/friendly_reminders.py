"""A friendly reminder to leaders who have been quiet: when, and in which words."""

from datetime import datetime, timedelta

from backend.common.refusals import TooLate

# A leader hears from us at most this often: more would not be friendly.
REST = timedelta(days=30)
TITLE = "Skal vi finde frivillige til jer?"
_BODY = """Hej {leader}

{since} Er der noget, I gerne ville, men ikke når?

En gåtur, højtlæsning, et spil kort eller en hånd til et arrangement?

Frivillige er et plus, og det tager under tre minutter at lægge en opgave ud: {link}

Jeg hjælper gerne. Ring til mig, eller vælg »Bed om hjælp« i Samspil.

Venlig hilsen
{ambassador}
"""


def require_rested(last_sent_at: datetime | None, at: datetime) -> None:
    """Refuses a reminder less than 30 days (to the second) after the last one."""
    if last_sent_at is not None and at - last_sent_at < REST:
        days = (at - last_sent_at).days
        when = "i dag" if days == 0 else "i går" if days == 1 else f"for {days} dage siden"
        raise TooLate(
            "reminded_lately",
            f"Stedet fik en påmindelse {when}. Vent til der er gået {REST.days} dage, eller ring.",
        )


def reminder_words(*, leader: str, silent_days: int | None, link: str, ambassador: str) -> str:
    """The ready-made mail; ``silent_days`` is None where nothing was ever posted."""
    since = f"Det er {silent_days} dage siden, I sidst lagde en opgave ud."
    if silent_days is None:
        since = "I har ikke lagt en opgave ud endnu."
    elif silent_days < REST.days:
        since = "Tak, fordi I lægger opgaver ud."
    return _BODY.format(leader=leader, since=since, link=link, ambassador=ambassador)
