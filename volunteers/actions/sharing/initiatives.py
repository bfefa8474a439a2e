"""Initiatives: begun with a day to follow up, ended with what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Institution
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import require_words
from volunteers.actions.sharing.examples import require_shared
from volunteers.actions.sharing.places import require_at
from volunteers.models import Event, Example, ExampleUse, Initiative

WORDS: Mapping[str, int] = {
    "title": 120,
    "hypothesis": 500,
    "measure": 300,
    "for_citizens": 300,
    "for_resources": 300,
    "for_staff": 300,
}


@dataclass(frozen=True, slots=True)
class Begun:
    """What an initiative came from: a workshop, an example, both or neither."""

    event: Event | None = None
    example: Example | None = None


@transaction.atomic
def start_initiative(
    *,
    institution: Institution | None,
    fields: Mapping[str, str],
    owner: User,
    follow_up_on: date | None,
    begun: Begun = Begun(),
    by: Actor,
    at: datetime,
) -> Initiative:
    """One more. Refuses without a day to follow up that lies ahead, and without an answer for
    citizens, resources and staff. Begun from an example it is counted there (K25). Twice gives two.
    """
    _require_starter(institution, by)
    words = _require_all({name: fields.get(name, "") for name in WORDS})
    today = local(at).date()
    if follow_up_on is None or follow_up_on <= today:
        text = "Skriv en dag, der kommer, hvor I ser på, hvad der kom ud af det."
        raise Invalid("follow_up_missing", text, {"follow_up_on": [text]})
    if owner.municipality_id != by.municipality_id:
        raise Clash("other_municipality", "Vælg en kollega som ansvarlig.")
    assert by.user_id is not None
    initiative = Initiative.objects.create(
        municipality_id=by.municipality_id,
        institution=institution,
        event=begun.event,
        owner=owner,
        started_on=today,
        follow_up_on=follow_up_on,
        created_by_id=by.user_id,
        created_at=at,
        **words,
    )
    if begun.example is not None:
        require_shared(begun.example, by.municipality_id)
        ExampleUse.objects.create(
            municipality_id=by.municipality_id,
            example=begun.example,
            initiative=initiative,
            used_by_id=by.user_id,
            used_at=at,
        )
    record("start_initiative", initiative, by=by, at=at, follow_up_on=str(follow_up_on))
    return initiative


@transaction.atomic
def register_result(
    *, initiative: Initiative, result: str, known_by: str, by: Actor, at: datetime
) -> Initiative:
    """What came of it, and how one knows; the first words stand (K29 counts the day).

    Refuses all but the owner and those who may begin one there, and no words. The same words again
    change nothing.
    """
    if by.user_id != initiative.owner_id:
        _require_starter(initiative.institution, by)
    given = {
        "result": require_words("result", result, 500),
        "known_by": require_words("known_by", known_by, 300),
    }
    kept = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if kept.result_at is not None:
        if given["result"] == kept.result:
            return kept
        raise Clash("result_stands", "Resultatet er skrevet. Begynd et nyt initiativ, hvis I vil.")
    kept.result, kept.known_by = given["result"], given["known_by"]
    kept.result_by_id, kept.result_at = by.user_id, at
    kept.save(update_fields=["result", "known_by", "result_by", "result_at"])
    record("register_result", kept, by=by, at=at)
    return kept


def _require_all(given: Mapping[str, str]) -> dict[str, str]:
    """Every missing answer is named at once."""
    kept: dict[str, str] = {}
    faults: dict[str, list[str]] = {}
    for name, text in given.items():
        try:
            kept[name] = require_words(name, text, WORDS[name])
        except Invalid as refusal:
            faults[name] = [refusal.text]
    if faults:
        raise Invalid("words", "Svar på alle felterne.", faults)
    return kept


def _require_starter(institution: Institution | None, by: Actor) -> None:
    if by.user_id is None:
        raise NotAllowed("signed_in", "Log ind først.")
    require_at(institution, Deed.START_INITIATIVES, by)
