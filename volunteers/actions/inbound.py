"""What people write to us by SMS: understood where it can be, kept for a person where not."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Refusal
from backend.messaging.channels import provider_for
from backend.messaging.models import Channel, InboundState, InboundText
from backend.messaging.providers.base import CannotTellError, Letterbox
from institutions.rules.deeds import Deed, require_may
from institutions.rules.words import without_cpr
from volunteers.actions import answers, replies
from volunteers.actions.changes import keep_seat
from volunteers.actions.event_replies import answer_invitation
from volunteers.actions.inbound_dialogue import answer_line, pass_on
from volunteers.actions.stops import start_texts, stop_texts
from volunteers.models import Volunteer
from volunteers.queries.questions import OpenQuestion, open_questions, person_of_phone
from volunteers.rules.states import AnswerChannel, AssignmentState
from volunteers.texts.replies import Reply, Word, read_reply

LONGEST = 1600
# A row is left over when its hand-over broke; younger ones may be on their way.
LEFT_OVER_AFTER = timedelta(minutes=1)
# A webhook that was down longer than this is an outage people are told about.
LOOK_BACK = timedelta(hours=24)
_NUMBER_LOCK = 740_002
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text under treatment. ``by`` is the person, or the nameless owner of the number."""

    row: InboundText
    person: Volunteer | None
    reply: Reply
    by: Actor
    at: datetime


def take_inbound(
    *, municipality: Municipality, provider_id: str, phone: str, body: str, at: datetime
) -> None:
    """Keeps a text and acts on it; the same text delivered twice is one.

    Kept in a transaction of its own, so that a fault in acting loses nothing: what is left over
    is tried again by the clock.
    """
    kept = InboundText(
        municipality=municipality,
        provider_id=provider_id,
        phone=phone,
        # PostgreSQL stores no NUL, and we no CPR number.
        body=without_cpr(body.replace("\x00", ""))[:LONGEST],
        at=at,
    )
    InboundText.objects.bulk_create([kept], ignore_conflicts=True)
    row = InboundText.objects.get(provider_id=provider_id)
    handle_inbound(text=row, at=at)


@transaction.atomic
def handle_inbound(*, text: InboundText, at: datetime) -> None:
    """Acts on a kept text once; the second time does nothing.

    STOP and START are obeyed, JA and NEJ answer the newest open question or the one of that
    number, unless those who lead a place have asked something else since. Everything else goes to
    the place the person has most newly to do with, or waits for the coordinator.
    """
    _stand_in_line(text.phone)
    row = (
        InboundText.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=text.pk)
    )
    if row.state != InboundState.NEW:
        return
    person = person_of_phone(row.municipality_id, row.phone)
    reply = read_reply(row.body)
    row.meaning = reply.word
    _DEEDS[reply.word](_Text(row, person, reply, _actor(row, person), at))
    if row.state == InboundState.NEW:
        row.state = InboundState.DONE
    row.save()


def handle_left_over(at: datetime) -> int:
    """Tries again what was kept but never acted on; returns how many were tried.

    One text that cannot be read must not keep the others waiting.
    """
    rows = InboundText.objects.filter(state=InboundState.NEW, at__lte=at - LEFT_OVER_AFTER)
    texts = list(rows.order_by("id")[:100])
    for text in texts:
        try:
            handle_inbound(text=text, at=at)
        except Exception:  # noqa: BLE001 - whatever it is, the others must be heard.
            _log.exception("inbound text %s could not be acted on", text.pk)
    return len(texts)


def fetch_missed(at: datetime) -> int:
    """Takes in texts whose way to us was down, for all who can be written to; returns how many.

    Asks the provider for the last hours; one that was taken before is known by its id.
    """
    provider = provider_for(Channel.SMS)
    if not isinstance(provider, Letterbox):
        return 0
    places = Municipality.objects.filter(sms_sender__startswith="+").order_by("pk")
    return sum(_fetch_for(place, provider, at) for place in places)


@transaction.atomic
def settle_inbound(*, text: InboundText, by: Actor, at: datetime) -> None:
    """The coordinator has read it and done what it asks for. The second time changes nothing."""
    require_may(by, Deed.SEE_PEOPLE)
    changed = InboundText.objects.filter(pk=text.pk, settled_at__isnull=True).update(
        state=InboundState.SETTLED, settled_at=at, settled_by=by.name
    )
    if changed:
        record("settle_inbound", text, by=by, at=at)


def _fetch_for(place: Municipality, provider: Letterbox, at: datetime) -> int:
    try:
        texts = provider.received(place.sms_sender, at - LOOK_BACK)
    except CannotTellError:
        return 0
    ids = [one.provider_id for one in texts]
    known = set(
        InboundText.objects.filter(provider_id__in=ids).values_list("provider_id", flat=True)
    )
    missed = [one for one in texts if one.provider_id not in known]
    for one in missed:
        take_inbound(
            municipality=place,
            provider_id=one.provider_id,
            phone=one.phone,
            body=one.body,
            at=at,
        )
    return len(missed)


def _stop(text: _Text) -> None:
    stop_texts(municipality=text.row.municipality, phone=text.row.phone, by=text.by, at=text.at)
    replies.confirm_stop(text.row, text.person, text.at)


def _start(text: _Text) -> None:
    start_texts(municipality=text.row.municipality, phone=text.row.phone, by=text.by, at=text.at)
    replies.confirm_start(text.row, text.person, text.at)


def _yes_or_no(text: _Text) -> None:
    question = _question(text)
    told = (text.row, text.person, question, text.by, text.at)
    if text.reply.number is None and (answer_line(*told) or answer_invitation(*told)):
        return
    if question is None:
        _keep_for_people(text, "Der er intet åbent spørgsmål til nummeret.")
        return
    try:
        # A savepoint: a refusal must not undo that the text was read.
        with transaction.atomic():
            deed = _say_yes if text.reply.word is Word.YES else _say_no
            deed(text, question)
    except Refusal as refusal:
        _refused(text, question, refusal)


def _unclear(text: _Text) -> None:
    if not pass_on(text.row, text.person, text.by, text.at):
        _keep_for_people(text, "Teksten er hverken ja, nej, stop eller start.")


def _say_yes(text: _Text, question: OpenQuestion) -> None:
    held = question.assignment
    if held is not None and held.state == AssignmentState.CONFIRMED:
        keep_seat(assignment=held, by=text.by, at=text.at)
        return
    outcome = answers.accept_offer(
        offer=question.offer, channel=AnswerChannel.SMS, by=text.by, at=text.at
    )
    # Where papers are missing the person has been told by the answer itself.
    if outcome not in (answers.Outcome.CONFIRMED, answers.Outcome.PAPERS):
        replies.say_full(text.row, question.offer, text.at)


def _say_no(text: _Text, question: OpenQuestion) -> None:
    held = question.assignment
    if held is not None:
        answers.withdraw(assignment=held, channel=AnswerChannel.SMS, by=text.by, at=text.at)
        return
    answers.decline_offer(offer=question.offer, channel=AnswerChannel.SMS, by=text.by, at=text.at)


def _refused(text: _Text, question: OpenQuestion, refusal: Refusal) -> None:
    if refusal.code == "rules_not_accepted":
        # The first yes at a place is given on the page, where the rules stand.
        replies.ask_for_the_page(text.row, question.offer, text.at)
        return
    _keep_for_people(text, refusal.text)


def _keep_for_people(text: _Text, why: str) -> None:
    text.row.state = InboundState.UNCLEAR
    text.row.why = why[:200]
    replies.say_unclear(text.row, text.person, text.at)


def _question(text: _Text) -> OpenQuestion | None:
    if text.person is None:
        return None
    questions = open_questions(text.person, text.at)
    number = text.reply.number or 1
    return questions[number - 1] if number <= len(questions) else None


def _actor(row: InboundText, person: Volunteer | None) -> Actor:
    return Actor(
        kind=ActorKind.LINK,
        municipality_id=row.municipality_id,
        name=person.short_name if person else "Ukendt nummer",
        volunteer_id=person.pk if person else None,
    )


def _stand_in_line(phone: str) -> None:
    """Two texts from one number are read one after the other: the second may mean the next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_NUMBER_LOCK, phone])


_DEEDS: Mapping[Word, Callable[[_Text], None]] = {
    Word.STOP: _stop,
    Word.START: _start,
    Word.YES: _yes_or_no,
    Word.NO: _yes_or_no,
    Word.UNCLEAR: _unclear,
}
