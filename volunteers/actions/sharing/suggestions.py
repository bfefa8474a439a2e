"""Suggestions and bøvl: received with a day to answer by, looked at, answered."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.danish_dates import local, show_date
from backend.common.refusals import Invalid, TooLate
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from backend.messaging.quiet import is_holiday
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may
from institutions.rules.help_calls import answer_due_on, require_words
from volunteers.actions.my_page import send_link_text
from volunteers.models import Campaign, Suggestion, Theme, Volunteer
from volunteers.queries.sharing.campaigns import next_campaign, open_campaign, takes_suggestions
from volunteers.rules.sharing import Gain, SuggestionState, require_suggestion_move

LONGEST = 1000
RECEIPT_PATH = "/forslag/kvittering/{uuid}/"
# To a volunteer, with the link to the own page where the answer stands.
ANSWERED_TEXT = "svar_forslag"
_ANSWERED = """Hej {name}

Vi har svaret på dit forslag fra {day}:

{answer}

Det står også her: {link}
"""


@transaction.atomic
def send_suggestion(
    *,
    municipality: Municipality,
    theme: Theme,
    hassle: str = "",
    proposal: str = "",
    institution: Institution | None = None,
    anonymous: bool = False,
    by: Actor,
    at: datetime,
) -> Suggestion:
    """Received, with the last of ten working days to answer by.

    Refuses none of the two texts, a CPR number, and a day outside the campaigns, saying when the
    next one opens. Without a name nobody can tell who sent it, in the log either; only the receipt
    leads to the answer. The same words from the same person while they wait are the same one.
    """
    _require_open(municipality, at)
    words = _require_texts(hassle, proposal)
    sender = {
        "sent_by_id": by.user_id if by.kind == ActorKind.USER and not anonymous else None,
        "volunteer_id": by.volunteer_id if by.kind == ActorKind.LINK and not anonymous else None,
    }
    if any(sender.values()):
        waiting = Suggestion.objects.filter(
            municipality=municipality, state=SuggestionState.RECEIVED, **sender, **words
        ).first()
        if waiting is not None:
            return waiting
    suggestion = Suggestion.objects.create(
        municipality=municipality,
        campaign=open_campaign(municipality.pk, local(at).date()),
        institution=institution,
        theme=theme,
        received_at=at,
        due_on=answer_due_on(local(at).date(), is_holiday),
        **words,
        **sender,
    )
    nameless = Actor(by.kind, by.municipality_id, "Uden navn") if anonymous else by
    record("send_suggestion", suggestion, by=nameless, at=at, theme=theme)
    return suggestion


@transaction.atomic
def look_at_suggestion(*, suggestion: Suggestion, by: Actor, at: datetime) -> Suggestion:
    """The sender sees that somebody looks at it; the second time changes nothing."""
    kept = _locked(suggestion, by)
    if kept.state != SuggestionState.LOOKED_AT:
        require_suggestion_move(kept.state, SuggestionState.LOOKED_AT)
        kept.state = SuggestionState.LOOKED_AT
        kept.save(update_fields=["state"])
        record("look_at_suggestion", kept, by=by, at=at)
    return kept


@transaction.atomic
def answer_suggestion(
    *, suggestion: Suggestion, answer: str, gains: Collection[str] = (), by: Actor, at: datetime
) -> Suggestion:
    """Answers, with who was helped by what it led to (wish 131), and tells the sender.

    A colleague by mail, a volunteer by SMS; who sent it without a name finds it by the receipt.
    Refuses no words and an answered one; the same answer again changes nothing.
    """
    answer = require_words("answer", answer, LONGEST)
    kept = _locked(suggestion, by)
    if kept.state == SuggestionState.ANSWERED and kept.answer == answer:
        return kept
    require_suggestion_move(kept.state, SuggestionState.ANSWERED)
    kept.state, kept.answer = SuggestionState.ANSWERED, answer
    kept.gains = [gain.value for gain in Gain if gain in gains]
    kept.answered_by_id, kept.answered_at = by.user_id, at
    kept.save(update_fields=["state", "answer", "gains", "answered_by", "answered_at"])
    _tell(kept, at)
    record("answer_suggestion", kept, by=by, at=at, gains=kept.gains)
    return kept


@transaction.atomic
def plan_campaign(
    *,
    municipality: Municipality,
    name: str,
    opens_on: date,
    closes_on: date | None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """A period in which suggestions are asked for; without a last day it stays open.

    Refuses a last day before the first. Twice gives two.
    """
    require_may(by, Deed.ANSWER_SUGGESTIONS)
    if closes_on is not None and closes_on < opens_on:
        text = "Den sidste dag kan ikke ligge før den første."
        raise Invalid("closes_before", text, {"closes_on": [text]})
    assert by.user_id is not None
    campaign = Campaign.objects.create(
        municipality=municipality,
        name=require_words("name", name, 80),
        opens_on=opens_on,
        closes_on=closes_on,
        created_by_id=by.user_id,
        created_at=at,
    )
    record("plan_campaign", campaign, by=by, at=at)
    return campaign


@transaction.atomic
def end_campaign(*, campaign: Campaign, on: date, by: Actor, at: datetime) -> Campaign:
    """Moves the last day; what was received stays. Refuses a day before the first."""
    require_may(by, Deed.ANSWER_SUGGESTIONS)
    if on < campaign.opens_on:
        text = "Den sidste dag kan ikke ligge før den første."
        raise Invalid("closes_before", text, {"closes_on": [text]})
    kept = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if kept.closes_on != on:
        kept.closes_on = on
        kept.save(update_fields=["closes_on"])
        record("end_campaign", kept, by=by, at=at)
    return kept


def forget_suggestions_of(person: Volunteer) -> None:
    """An erased person's words and name leave their suggestions; that they came, stays.

    Inside the erasure's transaction.
    """
    Suggestion.objects.filter(volunteer=person).update(hassle="", proposal="", volunteer=None)


def _require_open(municipality: Municipality, at: datetime) -> None:
    """Open where no campaign was ever planned; else only inside one (wish 130)."""
    today = local(at).date()
    if takes_suggestions(municipality.pk, today):
        return
    coming = next_campaign(municipality.pk, today)
    when = (
        f"Vi tager imod igen fra den {show_date(coming.opens_on)}."
        if coming
        else "Ring til os, hvis det haster."
    )
    raise TooLate("campaign_closed", f"Der er lukket for forslag lige nu. {when}")


def _require_texts(hassle: str, proposal: str) -> dict[str, str]:
    given = {"hassle": hassle.strip(), "proposal": proposal.strip()}
    if not any(given.values()):
        text = "Skriv, hvad der er bøvlet, eller hvad der ville være bedre."
        raise Invalid("words", text, {"hassle": [text]})
    return {
        name: require_words(name, text, LONGEST) if text else "" for name, text in given.items()
    }


def _locked(suggestion: Suggestion, by: Actor) -> Suggestion:
    require_may(by, Deed.ANSWER_SUGGESTIONS)
    return (
        Suggestion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "sent_by", "volunteer__municipality")
        .get(pk=suggestion.pk)
    )


def _tell(suggestion: Suggestion, at: datetime) -> None:
    person = suggestion.volunteer
    if person is not None and person.anonymised_at is None:
        send_link_text(ANSWERED_TEXT, person, at)
    if suggestion.sent_by is None:
        return
    place = suggestion.municipality
    path = RECEIPT_PATH.format(uuid=suggestion.receipt)
    queue_email(
        municipality=place,
        kind=ANSWERED_TEXT,
        to=suggestion.sent_by.email,
        title="Svar på dit forslag",
        body=_ANSWERED.format(
            name=suggestion.sent_by.name,
            day=show_date(local(suggestion.received_at).date()),
            answer=suggestion.answer,
            link=public_address(place.link_host, path),
        ),
        dedupe_key=f"{ANSWERED_TEXT}:{suggestion.pk}",
        at=at,
        subject=("suggestion", suggestion.pk),
    )
