"""One-minute questions by link: to leaders after a task (K21), to staff each half-year (K22)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, clock
from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from backend.common.tokens import new_token, token_hash
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from backend.messaging.quiet import is_working_morning
from institutions.models import Institution
from institutions.queries.holders import leader_of
from volunteers.models import Audience, ColleaguePulse
from volunteers.queries.afterwards.colleagues import staff_to_ask, tasks_to_ask_about
from volunteers.rules.half_years import ends_soon, half_year

LIVES = timedelta(days=30)
LOWEST, HIGHEST = 1, 5
QUESTION = "kort_spoergsmaal"


def ask_colleagues(at: datetime) -> int:
    """Mails the questions that are due on a working morning; each once, also with two clocks."""
    if not is_working_morning(at):
        return 0
    today = local(at).date()
    asked = 0
    for task in tasks_to_ask_about(at):
        leader = task.responsible or leader_of(task.institution_id, today)
        if leader is not None and leader.email:
            keys = {"audience": Audience.LEADER, "user": leader, "task": task}
            asked += _ask(task.institution, keys, task.title, at)
    if ends_soon(today):
        for user, place in staff_to_ask(today):
            keys = {"audience": Audience.STAFF, "user": user, "half_year": half_year(today)}
            asked += _ask(place, keys, place.name, at)
    return asked


@transaction.atomic
def answer_colleague(
    *, pulse: ColleaguePulse, value: int | None, respect: int, by: Actor, at: datetime
) -> ColleaguePulse:
    """A colleague's answers, 1 to 5; the first ones stand.

    Refuses anything else than the five. ``value`` is asked of a leader alone.
    """
    scores = {"respect": respect}
    if pulse.audience == Audience.LEADER:
        scores["value"] = value or 0
    text = "Vælg et af de fem svar."
    wrong = {name: [text] for name, score in scores.items() if not LOWEST <= score <= HIGHEST}
    if wrong:
        raise Invalid("score", text, wrong)
    kept = ColleaguePulse.objects.select_for_update().get(pk=pulse.pk)
    if kept.answered_at is not None:
        return kept
    kept.respect, kept.value, kept.answered_at = respect, scores.get("value"), at
    kept.save(update_fields=["respect", "value", "answered_at"])
    record("answer_colleague", kept, by=by, at=at)
    return kept


@transaction.atomic
def _ask(place: Institution, keys: Mapping[str, Any], about: str, at: datetime) -> bool:
    token = new_token()
    pulse, is_new = ColleaguePulse.objects.get_or_create(
        institution=place,
        **keys,
        defaults={
            "municipality_id": place.municipality_id,
            "half_year": half_year(local(at).date()),
            "token_hash": token_hash(token),
            "asked_at": at,
            "expires_at": at + LIVES,
        },
    )
    if is_new:
        user: User = keys["user"]
        link = public_address(place.municipality.link_host, f"/kort/{token}")
        queue_email(
            municipality=place.municipality,
            kind=QUESTION,
            to=user.email,
            title=f"Ét minut om {about}",
            body=(
                f"Hej {user.name}\n\nHvordan går det med de frivillige hos {place}? "
                f"Det tager ét minut at svare:\n\n{link}\n\n"
                "Det er frivilligt. Ingen ser, hvad den enkelte har svaret.\n"
            ),
            dedupe_key=f"{QUESTION}:{pulse.pk}",
            at=at,
            expires_at=at + LIVES,
            subject=("colleaguepulse", pulse.pk),
        )
        record("ask_colleague", pulse, by=clock(place.municipality_id), at=at)
    return is_new
