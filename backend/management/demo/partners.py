"""Associations at work: papers accepted, members vouched for, groups that come, certificates."""

from datetime import datetime, time, timedelta
from functools import partial

from django.db.models import F

from backend.common.actors import Actor, ActorKind
from backend.common.danish_dates import local, local_instant
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.actions.association_members import vouch_for
from volunteers.actions.association_papers import accept_paper, declare_again, send_paper
from volunteers.actions.associations import add_contact, update_association
from volunteers.actions.certificates import clear_certificate, order_certificate
from volunteers.actions.group_days import record_group
from volunteers.actions.group_line import join_group_line
from volunteers.actions.groups import answer_group, ask_association
from volunteers.models import (
    Association,
    AssociationPaper,
    Certificate,
    CertificateKind,
    GroupOffer,
)
from volunteers.rules.certificates import CertificateState
from volunteers.rules.states import GroupState
from volunteers.texts.papers import shipped_paper

# The police answer within a week or two; a leader orders the day after somebody said yes.
_ORDER_AFTER, _CLEAR_AFTER = timedelta(days=1), timedelta(days=6)
_CLEARED_SHARE = 0.85


def plan_partners(stage: Stage) -> None:
    """Papers a month ago, group answers these days, and certificates all the while."""
    stage.timeline.push(
        office_hours(stage.at - timedelta(days=min(34, stage.scale.days_back))),
        partial(_sign_papers, stage),
    )
    for days in range(stage.scale.days_back, -1, -1):
        day = stage.today - timedelta(days=days)
        moment = local_instant(day, time(14, 30))
        if moment <= stage.at:
            stage.timeline.push(moment, partial(_keep_certificates, stage))
    past = office_hours(stage.at - timedelta(days=min(9, stage.scale.days_back)))
    stage.timeline.push(past, partial(_ask_group, stage, 0, soon=True))
    recent = office_hours(stage.at - timedelta(hours=30))
    stage.timeline.push(recent, partial(_ask_group, stage, 1, soon=False))
    stage.timeline.push(office_hours(stage.at - timedelta(hours=4)), partial(_line_up, stage))


def _partners(stage: Stage) -> list[Association]:
    rows = Association.objects.filter(municipality=stage.municipality)
    return list(rows.select_related("municipality").prefetch_related("contacts"))


def _speaker(association: Association) -> Actor:
    return Actor(ActorKind.LINK, association.municipality_id, association.name)


def _sign_papers(stage: Stage, at: datetime) -> None:
    """The first has everything in order, the second a review that is near, the third must sign."""
    year = timedelta(days=365)
    for place, association in enumerate(_partners(stage)[:3]):
        text = shipped_paper(
            AssociationPaper.Kind.AGREEMENT,
            association=association.name,
            municipality=stage.municipality.name,
        )
        ends_on = stage.today + (timedelta(days=20) if place == 1 else year)
        paper = send_paper(
            association=association,
            kind=AssociationPaper.Kind.AGREEMENT,
            text=text,
            ends_on=ends_on,
            by=stage.coordinator,
            at=at,
        )
        contact = association.contact
        if contact is None or place == 2:  # noqa: PLR2004 - the third has not answered.
            continue
        by = _speaker(association)
        accept_paper(paper=paper, contact=contact, by=by, at=at + timedelta(hours=3))
        if place == 0:
            declare_again(association=association, contact=contact, by=by, at=at)
            _fill_in(stage, association, at)


def _fill_in(stage: Stage, association: Association, at: datetime) -> None:
    by, contact = _speaker(association), association.contact
    fields = {
        "name": association.name,
        "insurance_note": "Foreningen har en ulykkesforsikring for sine frivillige.",
    }
    update_association(association=association, fields=fields, by=stage.coordinator, at=at)
    add_contact(
        association=association,
        name="Inger Lund",
        phone="+4520120099",
        email="",
        by=by,
        at=at,
    )
    for membership in association.memberships.select_related("volunteer", "association")[:2]:
        if contact is not None:
            vouch_for(membership=membership, vouched=True, contact=contact, by=by, at=at)


def _line_up(stage: Stage, at: datetime) -> None:
    """A group that will only come all three stands in line where one or two seats are left."""
    nearly_full = Slot.objects.filter(
        municipality=stage.municipality,
        state=SlotState.OPEN,
        task__state="open",
        task__child_contact="none",
        task__published_at__lte=at,
        starts_at__gt=at + timedelta(days=1),
        seats__gte=3,
        seats__gt=F("seats_taken") + F("seats_called"),
        seats__lt=F("seats_taken") + F("seats_called") + 3,
    ).select_related("task__institution")
    slot = nearly_full.order_by("starts_at", "id").first()
    partners = [one for one in _partners(stage) if one.contact is not None]
    if slot is None or not partners:
        return
    leader, association = stage.leader_of(slot.task.institution_id), partners[-1]
    group = ask_association(
        slot=slot, association=association, seats=slot.seats_left, by=leader, at=at
    )
    if group.state == GroupState.SENT:
        join_group_line(group=group, seats=3, by=_speaker(association), at=at)


def _ask_group(stage: Stage, place: int, at: datetime, *, soon: bool) -> None:
    """Asks the association for two at the next time with room; it comes with two, or is silent."""
    slot = (
        Slot.objects.filter(
            municipality=stage.municipality,
            state=SlotState.OPEN,
            task__state="open",
            task__child_contact="none",
            task__published_at__lte=at,
            starts_at__gt=at + timedelta(days=1),
            seats__gte=3,
        )
        .select_related("task__institution")
        .order_by("starts_at" if soon else "-starts_at", "id")
    )
    room = next((one for one in slot if one.seats_left >= 2), None)  # noqa: PLR2004 - two come.
    partners = _partners(stage)
    if room is None or len(partners) <= place:
        return
    leader = stage.leader_of(room.task.institution_id)
    group = ask_association(slot=room, association=partners[place], seats=2, by=leader, at=at)
    if not soon:
        return
    answer_group(group=group, seats=2, accepts_rules=True, by=_speaker(partners[place]), at=at)
    stage.timeline.push(room.ends_at + timedelta(minutes=30), partial(_count, group, leader))


def _count(group: GroupOffer, leader: Actor, at: datetime) -> None:
    """Both came, unless the time was called off."""
    group.refresh_from_db()
    if group.seats:
        record_group(group=group, came=group.seats, by=leader, at=at)


def _keep_certificates(stage: Stage, at: datetime) -> None:
    """Leaders order what a yes waits for, and look at what has come; some are still under way."""
    rows = Certificate.objects.filter(
        municipality=stage.municipality, institution__isnull=False
    ).select_related("volunteer__municipality")
    today = local(at).date()
    for row in rows.filter(state=CertificateState.MISSING, wanted_at__lte=at - _ORDER_AFTER):
        order_certificate(
            volunteer=row.volunteer,
            kind=CertificateKind(row.kind),
            on=today,
            by=stage.coordinator,
            at=at,
        )
    come = rows.filter(state=CertificateState.ORDERED, ordered_on__lte=today - _CLEAR_AFTER)
    for row in come:
        if stage.happens(_CLEARED_SHARE):
            clear_certificate(
                volunteer=row.volunteer,
                kind=CertificateKind(row.kind),
                on=today,
                by=stage.coordinator,
                at=at,
            )
