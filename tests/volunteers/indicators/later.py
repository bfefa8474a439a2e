"""What is corrected, found out, and taken away after the figures were looked at the first time."""

from datetime import timedelta

from institutions.models import Slot
from tests.cast import NOW
from tests.volunteers.indicators.past import DAY, HOUR, Past
from volunteers.models import (
    Assignment,
    GroupName,
    GroupOffer,
    Membership,
    Offer,
    Pulse,
    Thanks,
    Volunteer,
)


def correct(past: Past) -> None:
    """Backdated corrections of every kind that reaches a day long settled."""
    luck, mine = past.luck, {"municipality": past.cast.municipality}
    past.now = NOW
    seats = list(Assignment.objects.filter(**mine, slot__ends_at__lt=NOW).order_by("pk"))
    for seat in seats:
        if seat.state in ("attended", "no_show", "confirmed") and luck.random() < 0.4:
            past.move(seat, luck.choice(["attended", "no_show"]), NOW - luck.randint(0, 40) * HOUR)
    for group in GroupOffer.objects.filter(**mine, came__isnull=False):
        past.head_count(group, luck.randint(0, 3), NOW - luck.randint(0, 40) * HOUR)
    for slot in Slot.objects.filter(**mine, state="done", starts_at__lt=NOW)[:2]:
        Slot.objects.filter(pk=slot.pk).update(seats=slot.seats + 1)
    past.cast.here.__class__.objects.filter(pk=past.cast.elsewhere.pk).update(
        department=past.cast.here.department_id
        if luck.random() < 0.3
        else past.cast.elsewhere.department_id
    )
    _answers(past)
    _people(past)


def _answers(past: Past) -> None:
    luck, mine = past.luck, {"municipality": past.cast.municipality}
    for offer in Offer.objects.filter(**mine, first_answered_at=None, sent_at__lt=NOW)[:3]:
        at = NOW - luck.randint(0, 20) * HOUR
        Offer.objects.filter(pk=offer.pk).update(
            state="declined", first_answered_at=at, first_channel="phone"
        )
        past.text("offer", offer.pk, offer.volunteer, offer.sent_at + HOUR, "tilbud")
    seat = Assignment.objects.filter(**mine, state="attended", pulse=None).first()
    if seat is not None:
        Pulse.objects.create(**mine, assignment=seat, score=5, answered_at=NOW - HOUR)
    over = Slot.objects.filter(**mine, state="done", ends_at__lt=NOW - DAY, thanks=None).first()
    if over is not None:
        Thanks.objects.create(
            **mine, slot=over, given_by=past.cast.leader, given_at=NOW - timedelta(minutes=5)
        )


def _people(past: Past) -> None:
    """Somebody joins a club, stops texts, is merged with another, and is forgotten."""
    Membership.objects.create(
        association=past.clubs[2].association, volunteer=past.luck.choice(past.people)
    )
    past.stop(past.luck.choice(past.people), NOW - 2 * HOUR)
    GroupName.objects.filter(volunteer=past.people[3]).delete()
    gone, kept = past.people[5], past.people[4]
    free = set(Assignment.objects.filter(volunteer=kept).values_list("slot_id", flat=True))
    Assignment.objects.filter(volunteer=gone).exclude(slot_id__in=free).update(volunteer=kept)
    Volunteer.objects.filter(pk=past.people[0].pk).update(
        first_name="Slettet", anonymised_at=NOW, forget_on=(NOW - DAY).date()
    )
