"""Calls for help: an institution asks its department's ambassador, who answers in time."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from backend.messaging.quiet import is_holiday
from institutions.models import HelpCall, Institution
from institutions.queries.holders import ambassadors_of, coordinators_of
from institutions.rules.deeds import Deed, require_may
from institutions.rules.help_calls import (
    HelpCallState,
    answer_due_on,
    require_help_call_move,
    require_words,
)

CALL_PATH = "/henvendelse/{uuid}/"
_ASKED = """Hej {name}

{by} hos {place} beder om hjælp:

{about}

Svar senest {due}: {link}
"""
_ANSWERED = """Hej {name}

{by} har svaret på jeres henvendelse fra {place}:

{answer}

Hjalp det ikke, så åbn den igen her: {link}
"""


@transaction.atomic
def ask_for_help(*, institution: Institution, about: str, by: Actor, at: datetime) -> HelpCall:
    """A call with an owner and a deadline; the owner is told by mail.

    The owner is the department's ambassador of today, the one who holds the role longest; without
    one the coordinators are told. Refuses no words, too many, and a CPR number. The same words
    from the same place while they wait for an answer are the same call.
    """
    _require(institution, Deed.ASK_FOR_HELP, by)
    about = require_words("about", about)
    institution = (
        Institution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=institution.pk)
    )
    waiting = institution.help_calls.filter(about=about, state=HelpCallState.OPEN).first()
    if waiting is not None:
        return waiting
    assert by.user_id is not None
    today = local(at).date()
    ambassadors = ambassadors_of(institution.department_id, today)
    call = HelpCall.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        about=about,
        asked_by_id=by.user_id,
        asked_at=at,
        owner=ambassadors[0] if ambassadors else None,
        due_on=answer_due_on(today, is_holiday),
    )
    for user in ambassadors[:1] or coordinators_of(institution.municipality_id, today):
        words = _ASKED.format(
            name=user.name,
            by=by.name,
            place=institution.name,
            about=about,
            due=f"{call.due_on:%d-%m-%Y}",
            link=_link(call),
        )
        _mail(call, user, f"{institution.name} beder om hjælp", words, at)
    record("ask_for_help", call, by=by, at=at)
    return call


@transaction.atomic
def answer_help_call(*, call: HelpCall, answer: str, by: Actor, at: datetime) -> HelpCall:
    """Answers, and mails the answer to the one who asked.

    Refuses no words, and a call that is answered or closed; the same answer again changes nothing.
    """
    _require(call.institution, Deed.HELP_LEADERS, by)
    answer = require_words("answer", answer)
    call = _lock(call)
    if call.state == HelpCallState.ANSWERED and call.answer == answer:
        return call
    require_help_call_move(call.state, HelpCallState.ANSWERED)
    call.state = HelpCallState.ANSWERED
    call.answer, call.answered_by_id, call.answered_at = answer, by.user_id, at
    call.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    words = _ANSWERED.format(
        name=call.asked_by.name,
        by=by.name,
        place=call.institution.name,
        answer=answer,
        link=_link(call),
    )
    _mail(call, call.asked_by, f"Svar til {call.institution.name}", words, at)
    record("answer_help_call", call, by=by, at=at)
    return call


@transaction.atomic
def reopen_help_call(*, call: HelpCall, by: Actor, at: datetime) -> HelpCall:
    """The answer did not help: the call waits again, and its deadline stands.

    Refuses a closed one; one that waits already is left alone. The answer is kept to be read.
    """
    _require(call.institution, Deed.ASK_FOR_HELP, by)
    call = _lock(call)
    if call.state != HelpCallState.OPEN:
        require_help_call_move(call.state, HelpCallState.OPEN)
        call.state = HelpCallState.OPEN
        call.answered_at = None
        call.save(update_fields=["state", "answered_at"])
        record("reopen_help_call", call, by=by, at=at)
    return call


@transaction.atomic
def close_help_call(*, call: HelpCall, by: Actor, at: datetime) -> HelpCall:
    """The institution needs no more: for good. The second time changes nothing."""
    _require(call.institution, Deed.ASK_FOR_HELP, by)
    call = _lock(call)
    if call.state != HelpCallState.CLOSED:
        require_help_call_move(call.state, HelpCallState.CLOSED)
        call.state, call.closed_at = HelpCallState.CLOSED, at
        call.save(update_fields=["state", "closed_at"])
        record("close_help_call", call, by=by, at=at)
    return call


@transaction.atomic
def take_help_call(*, call: HelpCall, by: Actor, at: datetime) -> HelpCall:
    """Whoever helps leaders here becomes its owner. Refuses a closed one; twice is once."""
    _require(call.institution, Deed.HELP_LEADERS, by)
    call = _lock(call)
    if call.owner_id != by.user_id:
        if call.state == HelpCallState.CLOSED:
            require_help_call_move(call.state, HelpCallState.OPEN)
        call.owner_id = by.user_id
        call.save(update_fields=["owner"])
        record("take_help_call", call, by=by, at=at)
    return call


def _require(institution: Institution, deed: Deed, by: Actor) -> None:
    require_may(by, deed, department_id=institution.department_id, institution_id=institution.pk)


def _lock(call: HelpCall) -> HelpCall:
    return (
        HelpCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution__municipality", "asked_by")
        .get(pk=call.pk)
    )


def _link(call: HelpCall) -> str:
    host = call.institution.municipality.link_host
    return public_address(host, CALL_PATH.format(uuid=call.uuid))


def _mail(call: HelpCall, user: User, title: str, body: str, at: datetime) -> None:
    queue_email(
        municipality=call.institution.municipality,
        kind="hjaelp",
        to=user.email,
        title=title,
        body=body,
        dedupe_key=f"hjaelp:{call.pk}:{call.state}:{user.pk}:{at.isoformat()}",
        at=at,
        subject=("helpcall", call.pk),
    )
