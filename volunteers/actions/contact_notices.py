"""What associations' contacts are told about the seats of their group."""

from datetime import datetime, timedelta

from backend.common.danish_dates import slot_text, sms_day, sms_moment, sms_time
from backend.common.phones import show_phone
from backend.messaging.models import Message
from backend.messaging.outbox import queue_email, queue_sms
from institutions.models import Slot
from volunteers.actions.contact_links import issue_group_link
from volunteers.models import GroupOffer
from volunteers.queries.calendars import group_cancellation, group_invitation
from volunteers.queries.line import place_in_line
from volunteers.queries.wordings import template_for
from volunteers.rules.states import GroupState
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render


def ask_group(group: GroupOffer, at: datetime) -> Message:
    """The question; never handed over after the start."""
    return _sms("gruppe_tilbud", group, at, count=group.seats_asked)


def confirm_group(group: GroupOffer, at: datetime) -> None:
    """How many are signed up now, also after a change of the number; the calendar once more."""
    _sms("gruppe_bekraeftelse", group, at)
    _mail(group, at, f"I er tilmeldt: {group.slot.task.title}", "REQUEST")


def tell_group_withdrawn(group: GroupOffer, at: datetime) -> None:
    """The receipt for seats that were handed back, and the calendar's cancellation."""
    _sms("afbud_modtaget", group, at)
    _mail(group, at, "Jeres afbud er modtaget", "CANCEL")


def tell_group_moved(group: GroupOffer, at: datetime) -> None:
    """A new time: asks again, and moves the calendar's entry."""
    _sms("aendring", group, at)
    _mail(group, at, f"Nyt tidspunkt: {group.slot.task.title}", "REQUEST")


def tell_group_waiting(group: GroupOffer, at: datetime) -> None:
    """The receipt for a place in line, with its number; once for each time of joining it."""
    assert group.waiting_at is not None
    version = f"{int(group.waiting_at.timestamp())}"
    _sms("venteliste", group, at, version=version, nr=str(place_in_line(group)))


def tell_seats_free(group: GroupOffer, at: datetime) -> None:
    """To a group called from the waiting list: its number is kept for it until ``answer_by``."""
    assert group.answer_by is not None
    _sms(
        "gruppe_ledig_plads",
        group,
        at,
        expires_at=group.answer_by,
        count=group.seats_wanted,
        version=f"{int(at.timestamp())}",
        frist=sms_moment(group.answer_by),
    )


def tell_group_cancelled(group: GroupOffer, at: datetime, *, had_seats: bool) -> None:
    """The slot is off: told at once, calendar included for a group that had seats."""
    _sms("aflysning", group, at, expires_at=group.slot.ends_at)
    if not had_seats:
        return
    _mail(group, at, f"Aflyst: {group.slot.task.title}", "CANCEL")


def remind_group(group: GroupOffer, at: datetime) -> None:
    """The day before; never after the start."""
    _sms("paamindelse", group, at)


def thank_groups(slot: Slot, at: datetime) -> int:
    """Thanks through the contact of every group somebody came from; returns how many."""
    groups = slot.group_offers.filter(state=GroupState.ACCEPTED, came__gt=0).select_related(
        "contact__municipality", "slot__task__institution__municipality"
    )
    for group in groups:
        _sms("gruppe_tak", group, at, expires_at=at + timedelta(days=3))
    return len(groups)


def _sms(
    kind: str,
    group: GroupOffer,
    at: datetime,
    *,
    expires_at: datetime | None = None,
    count: int | None = None,
    version: str = "",
    **more: str,
) -> Message:
    slot, contact = group.slot, group.contact
    task = slot.task
    place = task.institution.municipality
    known: dict[str, str | int] = {
        "navn": contact.first_name,
        "sted": task.institution.short_name,
        "dag": sms_day(slot.starts_at),
        "tid": sms_time(slot.starts_at, slot.ends_at),
        "antal": group.seats if count is None else count,
        "tlf": show_phone(task.contact_phone),
        "kontakt": task.contact_name,
        "kommune": place.name,
        **more,
    }
    if "link" in allowed_fields(kind):
        known["link"] = issue_group_link(group=group, contact=contact, at=at)
    fields = {name: value for name, value in known.items() if name in allowed_fields(kind)}
    body = render(template_for(place.pk, kind), **fields)
    return queue_sms(
        municipality=place,
        kind=kind,
        to=contact.phone,
        body=body,
        dedupe_key=f"{kind}:gruppe:{group.pk}:{version or group.sequence}:{slot.sequence}",
        at=at,
        expires_at=expires_at or max(slot.starts_at, at + timedelta(hours=1)),
        subject=("groupoffer", group.pk),
        segments=segments(body).count,
    )


def _mail(group: GroupOffer, at: datetime, title: str, method: str) -> None:
    contact, slot = group.contact, group.slot
    if not contact.email:
        return
    make = group_invitation if method == "REQUEST" else group_cancellation
    task = slot.task
    body = (
        f"Hej {contact.first_name}\n\n{title}\n\n{slot_text(slot.starts_at, slot.ends_at)}\n"
        f"{task.institution}, {task.institution.address}, {task.institution.postcode}\n\n"
        f"Spørgsmål? Ring til {task.contact_name} på {show_phone(task.contact_phone)}.\n"
    )
    queue_email(
        municipality=task.institution.municipality,
        kind="kalender",
        to=contact.email,
        title=title,
        body=body,
        dedupe_key=f"kalender:gruppe:{method}:{group.pk}:{group.sequence}",
        at=at,
        calendar=make(group, at),
        calendar_method=method,
        subject=("groupoffer", group.pk),
    )
