"""What people of the town say to each other: dialogues, disagreements, questions about rules."""

from datetime import datetime, timedelta
from functools import partial

from backend.accounts.models import User
from backend.common.danish_dates import local
from backend.management.demo.answers import link_actor
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from backend.management.governing_file import read_governing
from institutions.actions.documents import draft_rules, submit_rules
from institutions.actions.documents_checklists import draft_checklist, keep_point
from institutions.actions.parties import note_hearing, note_med
from institutions.actions.rule_questions import answer_question, ask_about_rule
from institutions.models import MedKind
from institutions.queries.actors import actor_for
from institutions.queries.checklists import rules_in_force
from volunteers.actions.dialogue import write_as_volunteer, write_to_volunteer
from volunteers.actions.disagreements import (
    close_disagreement,
    note_talk,
    open_disagreement,
)
from volunteers.models import Assignment, Disagreement, OtherSide
from volunteers.rules.disagreements import Moment, Way
from volunteers.rules.states import AssignmentState

_ASKED, _ANSWERED = "Hvor kan jeg parkere, når jeg kommer?", "Der er pladser bag huset. Vi ses!"
_WORDED, _ADDED = "R06", "Kontaktpersonen har altid en stedfortræder."
_PARTIES = "Byrådet og de faglige organisationer"
_LATER = "Tak. Jeg tager min datter med, hvis det er i orden?"


def plan_talks(stage: Stage) -> None:
    """Puts the talks on the timeline."""
    at = stage.at
    stage.timeline.push(office_hours(at - timedelta(days=20)), partial(_settled, stage))
    stage.timeline.push(office_hours(at - timedelta(days=9)), partial(_disagree, stage))
    stage.timeline.push(office_hours(at - timedelta(days=6)), partial(_ask_about_rules, stage))
    stage.timeline.push(office_hours(at - timedelta(days=2)), partial(_draft_points, stage))
    stage.timeline.push(office_hours(at - timedelta(days=2)), partial(_word_rules_anew, stage))
    stage.timeline.push(office_hours(at - timedelta(hours=5)), partial(_write, stage))
    stage.timeline.push(office_hours(at - timedelta(hours=4)), partial(_act_for_leaders, stage))


def _write(stage: Stage, at: datetime) -> None:
    """The next three who come to the first place: answered, waiting for an answer, written to."""
    first = stage.institutions[0]
    leader = stage.leader_of(first.pk)
    seats = Assignment.objects.filter(
        state=AssignmentState.CONFIRMED,
        slot__task__institution=first,
        slot__starts_at__gt=at,
        offer__isnull=False,
    ).select_related("offer__volunteer", "offer__slot__task__institution")
    for number, seat in enumerate(seats.order_by("slot__starts_at", "id")[:3]):
        offer = seat.offer
        assert offer is not None
        by = link_actor(offer)
        if number < 2:  # noqa: PLR2004 - the third hears from the leader first.
            write_as_volunteer(offer=offer, body=_ASKED, by=by, at=at)
        if number != 1:
            write_to_volunteer(offer=offer, body=_ANSWERED, by=leader, at=at + timedelta(minutes=9))
        if number == 0:
            write_as_volunteer(offer=offer, body=_LATER, by=by, at=at + timedelta(minutes=30))


def _settled(stage: Stage, at: datetime) -> None:
    """One that was talked through, and closed."""
    case = _opened(stage, OtherSide.CITIZEN, "Hvor højt musikken må være om eftermiddagen.", at)
    by = stage.leader_of(case.institution_id)
    for moment, way in zip(Moment, (Way.CALL, Way.MEETING, Way.CALL), strict=True):
        note_talk(case=case, moment=moment, way=way, held_on=local(at).date(), by=by, at=at)
    close_disagreement(case=case, outcome="Musik til kl. 15. Alle er glade for det.", by=by, at=at)


def _disagree(stage: Stage, at: datetime) -> None:
    """One that waits for its second talk."""
    case = _opened(stage, OtherSide.STAFF, "Hvem der rydder op efter kaffen.", at)
    note_talk(
        case=case,
        moment=Moment.BEFORE,
        way=Way.CALL,
        held_on=local(at).date(),
        by=stage.leader_of(case.institution_id),
        at=at,
    )


def _opened(stage: Stage, party: OtherSide, about: str, at: datetime) -> Disagreement:
    first = stage.institutions[0]
    return open_disagreement(
        institution=first, party=party, about=about, by=stage.leader_of(first.pk), at=at
    )


def _ask_about_rules(stage: Stage, at: datetime) -> None:
    """One question with its answer, and one that waits."""
    version = rules_in_force(stage.municipality.pk)
    assert version is not None
    by = stage.leader_of(stage.institutions[0].pk)
    asked = ask_about_rule(
        version=version,
        code="R02",
        question="Må en frivillig hente medicin på apoteket sammen med en beboer?",
        by=by,
        at=at,
    )
    answer_question(
        question=asked,
        answer="Ja til at følges ad. Nej til at give medicinen: det gør de ansatte.",
        by=stage.coordinator,
        at=at + timedelta(hours=2),
    )
    ask_about_rule(version=version, code="R01", question="Gælder det også i ferien?", by=by, at=at)


def _draft_points(stage: Stage, at: datetime) -> None:
    """A draft of the checklist with one point worded anew."""
    by = stage.coordinator
    draft = draft_checklist(municipality=stage.municipality, by=by, at=at)
    point = draft.items.get(code="F01")
    fields = {
        name: getattr(point, name)
        for name in ("level", "gates", "evidence", "evidence_hint", "reopened_by_rules")
    }
    words = "Vi har skrevet ned, hvad borgerne får ud af indsatsen, og hvordan vi ser det."
    keep_point(template=draft, code="F01", fields={**fields, "text": words}, by=by, at=at)


def _word_rules_anew(stage: Stage, at: datetime) -> None:
    """Version 2 has one rule worded anew; it lies with the parties, and one has been heard."""
    content = read_governing()
    rules = [
        {**rule, "text": f"{rule['text']} {_ADDED}"} if rule["code"] == _WORDED else rule
        for rule in content["rules"]
    ]
    by, place = stage.coordinator, stage.municipality
    version = draft_rules(
        municipality=place, content={**content, "rules": rules}, parties=_PARTIES, by=by, at=at
    )
    note_hearing(
        document=version,
        heard="HovedMED",
        held_on=local(at).date(),
        note="Det er godt at få skrevet, hvem man ringer til.",
        by=by,
        at=at,
    )
    submit_rules(version=version, by=by, at=at)


def _act_for_leaders(stage: Stage, at: datetime) -> None:
    """The shared administration and the coordinator each note a meeting in a leader's name."""
    clerk = User.objects.filter(email=f"faellesskab@{stage.address.mail}").first()
    helpers = [actor_for(clerk, at) if clerk else None, stage.coordinator]
    for by, place in zip(helpers, stage.institutions, strict=False):
        if by is not None:
            note_med(
                institution=place,
                committee="LokalMED",
                held_on=local(at).date(),
                kind=MedKind.INFORMED,
                note="Orienteret om de nye frivillige.",
                by=by,
                at=at,
            )
