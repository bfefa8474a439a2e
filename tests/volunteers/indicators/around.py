"""What stands around the seats: ambassadors, calls for help, MED, events, sharing; random rows."""

from datetime import datetime, timedelta

from institutions.models import HelpCall, Institution, MedEntry, Role, RulesVersion, Tick
from tests.cast import NOW
from tests.volunteers.indicators.past import DAY, HOUR, Past
from volunteers.models import (
    Acceptance,
    ColleaguePulse,
    Event,
    Example,
    ExampleUse,
    FollowUp,
    Initiative,
    Participant,
    Story,
    StoryRelease,
    Suggestion,
)


def surround(past: Past) -> None:
    """Some of everything, in and before the quarter, some of it answered too late or not yet."""
    for number in range(6):
        _call(past, number)
        _suggestion(past)
        _follow_up(past, number)
        _colleague(past, number)
        _story(past, number)
    for kind in ("talk", "course", "workshop"):
        _event(past, kind)
    _agreement(past)
    _example(past)


def ago(past: Past, days: int) -> datetime:
    """A moment at most so many days back."""
    return NOW - past.luck.randint(1, days) * DAY + past.luck.randint(0, 20) * HOUR


def perhaps(past: Past, moment: datetime) -> datetime | None:
    """The moment, or never; what is to come is not known yet."""
    return moment if moment <= NOW and past.luck.random() < 0.7 else None


def _place(past: Past) -> Institution:
    return past.luck.choice([past.cast.here, past.cast.elsewhere])


def _call(past: Past, number: int) -> None:
    asked = ago(past, 80)
    answered = perhaps(past, asked + past.luck.randint(1, 25) * DAY)
    HelpCall.objects.create(
        **past.row(),
        institution=_place(past),
        about="Hvordan kommer vi i gang?",
        asked_by=past.cast.leader,
        asked_at=asked,
        due_on=(asked + 14 * DAY).date(),
        state="answered" if answered else "open",
        answered_at=answered,
    )


def _suggestion(past: Past) -> None:
    received = ago(past, 80)
    answered = perhaps(past, received + past.luck.randint(1, 25) * DAY)
    Suggestion.objects.create(
        **past.row(),
        institution=past.luck.choice([None, past.cast.here, past.cast.elsewhere]),
        theme="it",
        hassle="Skemaet er langt",
        received_at=received,
        due_on=(received + 14 * DAY).date(),
        state="answered" if answered else "received",
        answer="Vi har kortet det af" if answered else "",
        answered_at=answered,
    )


def _follow_up(past: Past, number: int) -> None:
    agreed = ago(past, 90)
    due = agreed + past.luck.randint(5, 60) * DAY
    done = perhaps(past, due + past.luck.randint(-5, 45) * DAY)
    if number % 2:
        FollowUp.objects.create(
            **past.row(),
            what="Ring til dem",
            owner=past.cast.coordinator,
            due_on=due.date(),
            agreed_at=agreed,
            outcome="helped" if done else "",
            registered_at=done,
        )
        return
    Initiative.objects.create(
        **past.row(),
        institution=past.luck.choice([None, past.cast.here]),
        title="Gåture",
        owner=past.cast.leader,
        started_on=agreed.date(),
        follow_up_on=due.date(),
        created_by=past.cast.leader,
        created_at=agreed,
        result="Flere kom" if done else "",
        known_by="Talt" if done else "",
        result_at=done,
    )


def _colleague(past: Past, number: int) -> None:
    asked = ago(past, 80)
    leader = number % 2 == 0
    answered = perhaps(past, asked + past.luck.randint(1, 9) * DAY)
    ColleaguePulse.objects.create(
        **past.row(),
        audience="leader" if leader else "staff",
        user=[past.cast.leader, past.cast.leader_elsewhere, past.cast.ambassador][number // 2],
        institution=_place(past),
        task=past.tasks[number % len(past.tasks)] if leader else None,
        half_year="2026-2",
        token_hash=f"{past.cast.municipality.pk}-{number}",
        asked_at=asked,
        expires_at=asked + 30 * DAY,
        value=past.luck.randint(1, 5) if leader and answered else None,
        respect=past.luck.choice([None, 3, 5]) if answered else None,
        answered_at=answered,
    )


def _story(past: Past, number: int) -> None:
    story = Story.objects.create(
        **past.row(),
        institution=past.luck.choice([None, past.cast.here]),
        title="Koncerten",
        body="Den blev god",
        written_by=past.cast.leader,
        created_at=NOW - 100 * DAY,
    )
    for channel in ("web", "newspaper")[: number % 3]:
        StoryRelease.objects.create(
            story=story,
            channel=channel,
            published_at=ago(past, 90),
            published_by=past.cast.coordinator,
        )


def _event(past: Past, kind: str) -> None:
    ends = ago(past, 60)
    event = Event.objects.create(
        **past.row(),
        kind=kind,
        title="Oplæg",
        sms_title="oplæg",
        description="Om samspil",
        starts_at=ends - timedelta(hours=2),
        ends_at=ends,
        place="Rådhuset",
        contact_name="Hanne",
        contact_phone="+4512345678",
        created_at=ends - 30 * DAY,
        cancelled_at=past.luck.choice([None, None, ends - DAY]),
    )
    for user in (past.cast.leader, past.cast.leader_elsewhere, past.cast.ambassador):
        Participant.objects.create(
            **past.row(),
            event=event,
            group="staff",
            origin=past.luck.choice(["invited", "invited", "own"]),
            user=user,
            department=past.luck.choice([None, past.cast.here.department]),
            presence=past.luck.choice(["", "place", "online", "absent"]),
            presence_at=ends + past.luck.randint(0, 3) * DAY,
            invited_at=ends - 20 * DAY,
        )


def _agreement(past: Past) -> None:
    luck = past.luck
    Role.objects.create(
        **past.row(),
        user=past.cast.leader,
        kind="ambassador",
        department=past.cast.elsewhere.department,
        valid_from=(NOW - luck.randint(1, 50) * DAY).date(),
        valid_until=luck.choice([None, (NOW - DAY).date()]),
        trained_on=luck.choice([None, (NOW - 40 * DAY).date()]),
    )
    MedEntry.objects.create(
        **past.row(),
        institution=past.cast.elsewhere,
        committee="LokalMED",
        held_on=(NOW - luck.choice([30, 800]) * DAY).date(),
        kind=luck.choice(["informed", "discussed"]),
        noted_by=past.cast.leader,
        noted_at=NOW - luck.randint(1, 20) * DAY,
    )
    if luck.random() < 0.5:
        tick = Tick.objects.filter(run__institution=past.cast.here, item__gates=True).first()
        assert tick is not None
        Tick.objects.filter(pk=tick.pk).update(reopened_at=NOW - luck.randint(1, 20) * DAY)
    rules = RulesVersion.objects.get(municipality=past.cast.municipality)
    for person in past.people[:4]:
        Acceptance.objects.create(
            **past.row(),
            volunteer=person,
            institution=past.cast.here,
            rules_version=rules,
            accepted_at=ago(past, 30),
        )
    for person in past.people[2:]:
        person.forget_on = ago(past, 30).date()
        gone = NOW - luck.randint(0, 30) * DAY
        person.anonymised_at = luck.choice([None, gone])
        person.save()


def _example(past: Past) -> None:
    words = {"kind": past.cast.kind, "contact_name": "Lone", "contact_phone": "+4512345678"}
    for number, institution in enumerate([None, past.cast.here, past.cast.elsewhere]):
        example = Example.objects.create(
            **past.row(),
            **words,
            institution=institution,
            title="Læsehjælp",
            target_group="elderly",
            is_new="Ja",
            is_useful="Ja",
            is_used="Ja",
            written_by=past.cast.leader,
            created_at=NOW - 100 * DAY,
            published_at=ago(past, 99),
            retired_at=past.luck.choice([None, None, ago(past, 80)]),
        )
        if number < len(past.tasks):
            ExampleUse.objects.create(
                **past.row(),
                example=example,
                task=past.tasks[number],
                used_by=past.cast.leader,
                used_at=ago(past, 80),
            )
