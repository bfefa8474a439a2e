"""A random past of one municipality, and what is corrected in it later; rows, not actions."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.messaging.models import Message
from institutions.models import Slot, Task
from tests.cast import NOW, Cast, task_fields
from volunteers.models import (
    Assignment,
    Association,
    AssociationContact,
    GroupName,
    GroupOffer,
    Membership,
    Offer,
    Pulse,
    TextStop,
    Thanks,
    Volunteer,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What was true of a seat: from when, its state, heads that came, hours each.
Mark = tuple[datetime, str, int, Decimal]


class Past:
    """Slots, seats, questions and texts of some weeks around ``NOW``, and the marks of seats."""

    def __init__(self, cast: Cast, seed: int, *, slots: int, until: datetime = NOW) -> None:
        """Up to 70 days back and a few ahead; nothing is known of what comes after ``until``."""
        self.cast, self.luck, self.now = cast, random.Random(seed), until
        self.marks: dict[int, list[Mark]] = defaultdict(list)
        self.group_marks: dict[int, list[Mark]] = defaultdict(list)
        self._numbers = count(1)
        self.people = self._people(6)
        self.clubs = self._clubs()
        self.tasks = [self._task() for _ in range(max(2, slots // 3))]
        for number in range(slots):
            self._slot(number)

    def row(self) -> dict[str, object]:
        """The municipality, as every row has it."""
        return {"municipality": self.cast.municipality}

    def _people(self, many: int) -> list[Volunteer]:
        first = self.cast.municipality.volunteers.count()
        return Volunteer.objects.bulk_create(
            Volunteer(
                **self.row(),
                first_name="Anna",
                last_name=f"{number}",
                phone=f"+4520{self.cast.number:02}{first + number:04}",
                postcode="8999",
                source="self",
                created_at=NOW - 90 * DAY,
            )
            for number in range(many)
        )

    def _clubs(self) -> list[AssociationContact]:
        contacts = []
        for name in (f"Klub {next(self._numbers)}-{self.luck.random()}" for _ in range(3)):
            club = Association.objects.create(**self.row(), name=name)
            contacts.append(
                AssociationContact.objects.create(
                    **self.row(), association=club, name="Kim", phone="+4520000001", created_at=NOW
                )
            )
        Membership.objects.create(association=contacts[0].association, volunteer=self.people[0])
        Membership.objects.create(association=contacts[1].association, volunteer=self.people[1])
        return contacts

    def _task(self) -> Task:
        luck = self.luck
        sent = NOW - luck.randint(2, 70) * DAY - luck.randint(0, 23) * HOUR
        return Task.objects.create(
            **self.row(),
            institution=luck.choice([self.cast.here, self.cast.elsewhere]),
            created_by=self.cast.leader,
            created_at=sent,
            contact_name="Lone",
            contact_phone="+4512345678",
            state=luck.choice(["open", "open", "done", "cancelled"]),
            submitted_at=sent,
            stopped_at=luck.choice([None, None, sent + 5 * HOUR]),
            published_at=sent + 9 * HOUR,
            **task_fields(self.cast),
        )

    def _slot(self, number: int) -> None:
        luck, task = self.luck, self.luck.choice(self.tasks)
        starts_at = NOW - luck.randint(-4, 70) * DAY + number * HOUR / 2
        off = luck.random() < 0.2
        slot = Slot.objects.create(
            **self.row(),
            task=task,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=29),
            seats=luck.randint(1, 6),
            state="cancelled" if off else "done",
            cancelled_at=starts_at - luck.randint(1, 90) * HOUR if off else None,
            filled_at=starts_at - 4 * HOUR if luck.random() < 0.6 else None,
        )
        # Nobody is asked about the times to come: a seat there would have to be counted.
        asked = luck.randint(0, 4) if slot.ends_at < self.now else 0
        for person in luck.sample(self.people, asked):
            self._question(slot, person)
        if luck.random() < 0.3:
            self._group(slot)
        given_at = slot.ends_at + luck.randint(1, 12) * DAY
        if luck.random() < 0.5 and given_at < self.now:
            Thanks.objects.create(
                **self.row(),
                slot=slot,
                skipped=luck.random() < 0.3,
                given_by=self.cast.leader,
                given_at=given_at,
            )

    def _question(self, slot: Slot, person: Volunteer) -> None:
        luck = self.luck
        sent = slot.starts_at - luck.randint(3, 200) * HOUR
        said = luck.choice(["", "yes", "yes", "no"])
        answered = sent + luck.randint(1, 900) * timedelta(minutes=1) if said else None
        if answered is not None and answered > self.now:
            said, answered = "", None
        offer = Offer.objects.create(
            **self.row(),
            volunteer=person,
            slot=slot,
            state=luck.choice(["planned", "sent", "expired", "recalled"])
            if not said
            else {"yes": "accepted", "no": "declined"}[said],
            planned_at=sent,
            sent_at=sent,
            first_answered_at=answered,
            first_channel=luck.choice(["link", "link", "sms", "phone"]) if said else "",
            accepted_at=answered if said == "yes" else None,
            probability=0.3,
        )
        self.text("offer", offer.pk, person, sent, "tilbud")
        if said == "yes" and answered is not None:
            self._seat(offer, answered)

    def text(self, subject: str, key: int, to: Volunteer, sent: datetime, kind: str) -> Message:
        """An SMS with its receipt, lost one time in four."""
        state = self.luck.choice(["delivered", "delivered", "failed", "sent"])
        state_at = sent + self.luck.randint(0, 30) * timedelta(minutes=1)
        return Message.objects.create(
            **self.row(),
            kind=kind,
            channel="sms",
            to=to.phone,
            body="Hej",
            dedupe_key=f"{kind}:{key}:{next(self._numbers)}:{self.cast.municipality.pk}",
            state=state if state_at <= self.now else "sent",
            not_before=sent,
            expires_at=sent + DAY,
            created_at=sent,
            sent_at=sent,
            state_at=state_at,
            recipient_ref=to.pk,
            subject_type=subject,
            subject_id=key,
        )

    def _seat(self, offer: Offer, at: datetime) -> None:
        luck, slot = self.luck, offer.slot
        seat = Assignment.objects.create(
            **self.row(),
            volunteer_id=offer.volunteer_id,
            slot=slot,
            offer=offer,
            state="confirmed",
            during=DateTimeTZRange(slot.starts_at, slot.ends_at),
            created_at=at,
            confirmed_at=at,
            companions=luck.choice([0, 0, 1]),
        )
        self.marks[seat.pk].append((at, "confirmed", 0, Decimal(0)))
        if slot.cancelled_at is not None:
            self.move(seat, "cancelled", max(slot.cancelled_at, at))
        elif luck.random() < 0.2:
            self.move(seat, "withdrawn", slot.starts_at - luck.randint(1, 40) * HOUR)
        elif luck.random() < 0.85:
            came = luck.choice(["attended", "attended", "no_show"])
            self.move(seat, came, slot.ends_at + luck.randint(0, 200) * HOUR)
        answered_at = slot.ends_at + luck.randint(1, 20) * HOUR
        if seat.state == "attended" and luck.random() < 0.6 and answered_at < self.now:
            Pulse.objects.create(
                **self.row(),
                assignment=seat,
                score=luck.randint(1, 5),
                respect=luck.choice([None, 2, 5]),
                answered_at=answered_at,
            )

    def move(self, seat: Assignment, state: str, at: datetime) -> None:
        """A change of a seat that is known from ``at``; one that is still to come is left out."""
        if at < seat.created_at or at > self.now or at < self.marks[seat.pk][-1][0]:
            return
        field = {"withdrawn": "withdrawn_at", "cancelled": "cancelled_at"}.get(state, "recorded_at")
        came = state == "attended"
        seat.state, seat.companions_came = state, seat.companions if came else 0
        seat.hours = Decimal(self.luck.randint(1, 16)) / 4 if came else None
        setattr(seat, field, at)
        seat.save()
        heads = 1 + seat.companions_came if came else 0
        self.marks[seat.pk].append((at, state, heads, seat.hours or Decimal(0)))

    def _group(self, slot: Slot) -> None:
        contact = self.luck.choice(self.clubs)
        at = slot.starts_at - 50 * HOUR
        group = GroupOffer.objects.create(
            **self.row(),
            association=contact.association,
            slot=slot,
            contact=contact,
            state="accepted",
            seats_asked=3,
            seats=2,
            asked_at=at,
            answered_at=at,
        )
        if slot.ends_at < self.now and slot.state != "cancelled":
            self.head_count(group, self.luck.randint(0, 3), slot.ends_at)
        for person in self.luck.sample(self.people, self.luck.randint(0, 2)):
            GroupName.objects.create(group=group, volunteer=person)

    def head_count(self, group: GroupOffer, came: int, at: datetime) -> None:
        """How many of the group came, known from ``at``."""
        group.came, group.hours, group.recorded_at = came, Decimal("1.5") if came else None, at
        group.save()
        self.group_marks[group.pk].append((at, "attended", came, group.hours or Decimal(0)))

    def stop(self, person: Volunteer, at: datetime) -> None:
        """The person wants no more texts."""
        TextStop.objects.create(**self.row(), volunteer=person, stopped_at=at)
