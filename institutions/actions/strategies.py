"""The volunteer strategy: drafted, corrected, sent on, sent back, approved."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Strategy
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import DocumentState, require_document_move


@transaction.atomic
def draft_strategy(
    *, municipality: Municipality, title: str, text: str, by: Actor, at: datetime
) -> Strategy:
    """A new draft with the next number. Twice gives two. Refuses gaps."""
    _require_own(municipality.pk, by)
    _require_words(title, text)
    newest = Strategy.objects.filter(municipality=municipality).aggregate(n=Max("number"))["n"]
    strategy = Strategy.objects.create(
        municipality=municipality,
        number=(newest or 0) + 1,
        title=title.strip(),
        text=text.strip(),
    )
    record("draft_strategy", strategy, by=by, at=at)
    return strategy


@transaction.atomic
def edit_strategy(
    *, strategy: Strategy, title: str, text: str, by: Actor, at: datetime
) -> Strategy:
    """New words in a draft; the same again change nothing. Refuses gaps and every other state."""
    kept = _locked(strategy, by)
    _require_words(title, text)
    if kept.state != DocumentState.DRAFT:
        raise Clash("not_a_draft", "Kun en kladde kan rettes. Lav en ny version.")
    if (kept.title, kept.text) != (title.strip(), text.strip()):
        kept.title, kept.text = title.strip(), text.strip()
        kept.save(update_fields=["title", "text"])
        record("edit_strategy", kept, by=by, at=at)
    return kept


@transaction.atomic
def move_strategy(*, strategy: Strategy, to: DocumentState, by: Actor, at: datetime) -> None:
    """Sends a draft on for approval, or back to draft. Refuses every other move."""
    kept = _locked(strategy, by)
    if to == DocumentState.APPROVED:
        raise Clash("approve", "Notér, hvem der har godkendt strategien, og hvornår.")
    require_document_move(kept.state, to)
    kept.state = to
    kept.save(update_fields=["state"])
    record("move_strategy", kept, by=by, at=at, state=to)


@transaction.atomic
def approve_strategy(
    *, strategy: Strategy, approved_by: str, approved_on: date, by: Actor, at: datetime
) -> None:
    """Puts a version in force and supersedes the one before.

    Refuses one that is not up for approval, no body, and a day to come.
    """
    kept = _locked(strategy, by)
    if not approved_by.strip():
        wrong = "Skriv, hvem der har godkendt strategien."
        raise Invalid("approved_by_missing", wrong, {"approved_by": [wrong]})
    if approved_on > local(at).date():
        wrong = "Datoen ligger i fremtiden."
        raise Invalid("approved_on", wrong, {"approved_on": [wrong]})
    require_document_move(kept.state, DocumentState.APPROVED)
    Strategy.objects.filter(
        municipality_id=kept.municipality_id, state=DocumentState.APPROVED
    ).update(state=DocumentState.SUPERSEDED, valid_until=approved_on)
    kept.state = DocumentState.APPROVED
    kept.approved_by, kept.approved_on = approved_by.strip(), approved_on
    kept.save(update_fields=["state", "approved_by", "approved_on"])
    record("approve_strategy", kept, by=by, at=at)


def _locked(strategy: Strategy, by: Actor) -> Strategy:
    _require_own(strategy.municipality_id, by)
    return Strategy.objects.select_for_update().get(pk=strategy.pk)


def _require_own(municipality_id: int, by: Actor) -> None:
    require_may(by, Deed.APPROVE_RULES)
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")


def _require_words(title: str, text: str) -> None:
    wrong = {
        name: [advice]
        for name, value, advice in (
            ("title", title, "Skriv en titel."),
            ("text", text, "Skriv strategiens tekst."),
        )
        if not value.strip()
    }
    if wrong:
        raise Invalid("strategy_incomplete", "Ret felterne, og prøv igen.", wrong)
