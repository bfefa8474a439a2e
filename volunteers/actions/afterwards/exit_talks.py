"""A short talk offered to who stops (E04); what is said in it is written down nowhere."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, NotAllowed
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.my_page import lock_volunteer, send_link_text
from volunteers.models import ExitTalk, Volunteer
from volunteers.rules.states import AssignmentState

OFFERED_TEXT = "afslutning"


@transaction.atomic
def offer_exit_talk(*, volunteer: Volunteer, by: Actor, at: datetime) -> ExitTalk:
    """The offer of a talk and the proof. While one stands, the second time is the first.

    The person's own stop offers it on the own page; the coordinator's offer is sent by SMS, unless
    the person has stopped those: then it is a call. Refuses an erased person.
    """
    _require_hand(volunteer, by)
    person = lock_volunteer(volunteer.pk)
    if person.anonymised_at is not None:
        raise Clash("erased", "Personen er slettet.")
    standing = person.exit_talks.filter(held_at=None).first()
    if standing is not None:
        return standing
    talk = ExitTalk.objects.create(
        municipality_id=person.municipality_id, volunteer=person, offered_at=at
    )
    if by.kind == ActorKind.USER and person.opted_out_at is None:
        send_link_text(OFFERED_TEXT, person, at)
    record("offer_exit_talk", talk, by=by, at=at)
    return talk


def offer_when_stopping(person: Volunteer, by: Actor, at: datetime) -> None:
    """Who has helped and stops the texts finds the offer on the own page; no text is sent.

    Inside the stop's transaction, with the person's row locked. Asked once, whatever the answer.
    """
    helped = person.assignments.filter(state=AssignmentState.ATTENDED).exists()
    if helped and not person.exit_talks.exists():
        talk = ExitTalk.objects.create(
            municipality_id=person.municipality_id, volunteer=person, offered_at=at
        )
        record("offer_exit_talk", talk, by=by, at=at)


@transaction.atomic
def answer_exit_talk(*, talk: ExitTalk, wanted: bool, by: Actor, at: datetime) -> ExitTalk:
    """Yes or no, by the person's own link or noted by the coordinator; it may be changed until the
    talk is held. The same answer again changes nothing."""
    _require_hand(talk.volunteer, by)
    kept = ExitTalk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    if kept.held_at is not None:
        raise Clash("talk_held", "Samtalen er holdt.")
    if kept.wanted != wanted:
        kept.wanted, kept.answered_at = wanted, at
        kept.save(update_fields=["wanted", "answered_at"])
        record("answer_exit_talk", kept, by=by, at=at, wanted=wanted)
    return kept


@transaction.atomic
def hold_exit_talk(*, talk: ExitTalk, by: Actor, at: datetime) -> ExitTalk:
    """The talk has been held. Refuses one the person said no to; the second time is the first."""
    require_may(by, Deed.TALK_WITH_LEAVERS)
    kept = ExitTalk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    if kept.held_at is not None:
        return kept
    if kept.wanted is False:
        raise Clash("not_wanted", "Personen har sagt nej tak til samtalen.")
    kept.held_at, kept.held_by_id = at, by.user_id
    kept.save(update_fields=["held_at", "held_by"])
    record("hold_exit_talk", kept, by=by, at=at)
    return kept


def _require_hand(volunteer: Volunteer, by: Actor) -> None:
    if by.kind == ActorKind.LINK:
        if by.volunteer_id != volunteer.pk:
            raise NotAllowed("not_yours", "Linket gælder en anden.")
        return
    require_may(by, Deed.TALK_WITH_LEAVERS)
