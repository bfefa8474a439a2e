"""What the buttons of a personal link do: one action behind each, by the link's purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.common.actors import Actor
from backend.common.refusals import Invalid
from volunteers.actions import answers
from volunteers.actions.attendance import answer_pulse, answer_respect
from volunteers.actions.changes import keep_seat
from volunteers.actions.choices import choose_task
from volunteers.actions.companions import bring_companion, leave_companion
from volunteers.actions.wrong_person import tell_wrong_person
from volunteers.models import Assignment, Link, Offer
from volunteers.queries.answers import Situation
from volunteers.queries.further import pages_beside
from volunteers.queries.links import seat_behind
from volunteers.web.link_forms import DECLINE_REASONS, SCORES

# The button of somebody whom the text was not meant for, and the page that says thanks for it.
NOT_ME = "ikke-mig"
_NOT_UNDERSTOOD = _("Vi forstod ikke svaret. Brug knapperne på siden.")


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap on a button: the link, at the task it stood at, what was sent, who, when."""

    link: Link
    data: QueryDict
    by: Actor
    at: datetime

    @property
    def offer(self) -> Offer:
        """The question that is answered."""
        assert self.link.offer is not None
        return self.link.offer

    @property
    def seat(self) -> Assignment | None:
        """What the person has there now; looked up anew each time."""
        return seat_behind(self.offer)


def opened_at(link: Link, data: QueryDict, at: datetime) -> Link:
    """The link at the task the button belongs to: the first, or a further one by its number.

    Refuses a task that does not stand on the page.
    """
    wanted = data.get("tilbud", "")
    if not wanted:
        return link
    for one in pages_beside(link, at):
        if str(one.offer.uuid) == wanted:
            return one.link
    raise Invalid("answer", str(_NOT_UNDERSTOOD))


def answer(tap: Tap) -> str:
    """Does what the button says; where to go then, "" for back to the page.

    Refuses an answer that the link's purpose does not have. A button of a seat that is gone does
    nothing: the page that comes back tells why.
    """
    deed = _DEEDS[tap.link.purpose].get(tap.data.get("svar", ""))
    if deed is None:
        raise Invalid("answer", str(_NOT_UNDERSTOOD))
    return deed(tap) or ""


def _yes(tap: Tap) -> None:
    accepts = "accepts_rules" in tap.data
    answers.accept_offer(offer=tap.offer, accepts_rules=accepts, by=tap.by, at=tap.at)


def _no(tap: Tap) -> None:
    reason = tap.data.get("grund", "")
    known = reason if reason in DECLINE_REASONS else ""
    answers.decline_offer(offer=tap.offer, reason=known, by=tap.by, at=tap.at)
    # One no is a no to all that stands on the page.
    for one in pages_beside(tap.link, tap.at):
        if one.situation == Situation.QUESTION:
            answers.decline_offer(offer=one.offer, by=tap.by, at=tap.at)


def _wait(tap: Tap) -> None:
    answers.join_waiting_list(offer=tap.offer, by=tap.by, at=tap.at)


def _withdraw(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        answers.withdraw(assignment=seat, by=tap.by, at=tap.at)


def _keep(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        keep_seat(assignment=seat, by=tap.by, at=tap.at)


def _bring(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        name = tap.data.get("companion_name", "")
        bring_companion(assignment=seat, name=name, by=tap.by, at=tap.at)


def _come_alone(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        leave_companion(assignment=seat, by=tap.by, at=tap.at)


def _other(tap: Tap) -> str:
    try:
        slot = UUID(tap.data.get("opgave", ""))
    except ValueError:
        raise Invalid("answer", str(_NOT_UNDERSTOOD)) from None
    address = choose_task(offer=tap.offer, slot=slot, by=tap.by, at=tap.at)
    return urlsplit(address).path


def _not_me(tap: Tap) -> str:
    tell_wrong_person(offer=tap.offer, by=tap.by, at=tap.at)
    return f"?{NOT_ME}=1&sprog={get_language()}"


def _pulse(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        answer_pulse(assignment=seat, score=_score(tap), by=tap.by, at=tap.at)


def _respect(tap: Tap) -> None:
    if (seat := tap.seat) is not None:
        answer_respect(assignment=seat, score=_score(tap), by=tap.by, at=tap.at)


def _score(tap: Tap) -> int:
    """Anything but one of the five is no score; the action says so in words."""
    score = tap.data.get("score", "")
    return int(score) if score in {str(one) for one in SCORES} else 0


# A link is never valid for another purpose than its own.
_DEEDS: Mapping[str, Mapping[str, Callable[[Tap], str | None]]] = {
    Link.Purpose.ANSWER: {
        "ja": _yes,
        "nej": _no,
        "venteliste": _wait,
        "afbud": _withdraw,
        "passer": _keep,
        "tager-med": _bring,
        "tager-ikke-med": _come_alone,
        "anden": _other,
        NOT_ME: _not_me,
    },
    Link.Purpose.THANKS: {"mening": _pulse, "respekt": _respect, NOT_ME: _not_me},
}
