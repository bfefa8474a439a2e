"""P15: ten thousand times over ten years, read the same by two judges and the database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from backend.common.danish_dates import COPENHAGEN
from institutions.models import Slot
from tests.cast import NOW, Cast, open_slot
from tests.heavy.figures import keep_figure
from tests.servers.judges import Judged, Libical, ical_js
from volunteers.invites.calendars import cancel, publish, request
from volunteers.invites.events import CalendarEvent, Party

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(600)]
SLOTS, FIRST, LAST = 10_000, date(2025, 1, 1), date(2035, 12, 31)
HOUR = timedelta(hours=1)
TOWN = Party("Søby Kommune", "frivillig@soby.test")
HELPER = Party("Anna Prøve", "anna@soby.test")


def nights() -> Iterator[datetime]:
    """Every quarter of an hour around each change of the clock, 2025 to 2035."""
    day = FIRST
    while day <= LAST:
        midnight = datetime.combine(day, time(0), COPENHAGEN)
        after = datetime.combine(day + timedelta(days=1), time(0), COPENHAGEN)
        if midnight.utcoffset() != after.utcoffset():
            begun = midnight.astimezone(UTC) - 2 * HOUR
            yield from (begun + quarter * HOUR / 4 for quarter in range(32))
        day += timedelta(days=1)


def starts() -> list[datetime]:
    """The nights, and times spread over the years until there are ten thousand."""
    found = list(nights())
    span = datetime.combine(LAST, time(12), UTC) - datetime.combine(FIRST, time(8), UTC)
    missing = SLOTS - len(found)
    begun = datetime.combine(FIRST, time(8), UTC)
    minutes = int(span / timedelta(minutes=1))
    found += [begun + timedelta(minutes=minutes * n // missing) for n in range(missing)]
    return found


def events(cast: Cast) -> list[CalendarEvent]:
    """The times as the database gives them back."""
    task = open_slot(cast).task
    Slot.objects.filter(task=task).update(state="cancelled")
    fresh = [
        Slot(
            municipality=cast.municipality,
            task=task,
            starts_at=start,
            ends_at=start + (9 * HOUR if number % 5 == 0 else 2 * HOUR),
            seats=1,
            sequence=number % 7,
        )
        for number, start in enumerate(starts())
    ]
    Slot.objects.bulk_create(fresh, batch_size=1000)
    return [
        CalendarEvent(
            uid=f"{slot.uuid}@soby.test",
            sequence=slot.sequence,
            stamped_at=NOW,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            summary="Følgeskab; læsning, kaffe\\te",
            description="Mød op i god tid.\nTag Mærsk-tøj på. " + "å" * 90,
            location="Solgården, Prøvevej 1",
            organizer=TOWN,
            attendee=HELPER,
        )
        for slot in Slot.objects.filter(task=task, state="open").order_by("starts_at", "id")
    ]


def instants(judged: Judged | None) -> list[tuple[str, datetime, datetime]]:
    """What one judge read, by uid."""
    seen = judged.events if judged else ()
    return sorted((event.uid, event.starts, event.ends) for event in seen)


def naive(event: CalendarEvent) -> bytes:
    """Wall clock times with the name of a zone that the file does not describe."""
    text = request(event).decode()
    for name, moment in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        wall = moment.astimezone(COPENHAGEN)
        text = text.replace(
            f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"{name};TZID=Europe/Copenhagen:{wall:%Y%m%dT%H%M%S}",
        )
    return text.encode()


def test_two_judges_agree_with_the_database(cast: Cast) -> None:
    wanted = events(cast)
    library = Libical()
    truth = sorted((event.uid, event.starts_at, event.ends_at) for event in wanted)
    feed = publish(wanted, "Søby")
    mails = [request(event) for event in wanted]
    offs = [cancel(_next(event)) for event in wanted]
    files = [feed, *mails, *offs]

    by_library = [library.read(content) for content in files]
    by_script = ical_js(files)

    refused = sum(judged is None for judged in by_library)
    apart = sum(one != two for one, two in zip(by_library, by_script, strict=True))
    wrong = instants(by_library[0]) != truth or instants(by_script[0]) != truth
    mail_times = [one for judged in by_script[1 : len(mails) + 1] for one in instants(judged)]
    steps = zip(by_script[1 : len(mails) + 1], by_script[len(mails) + 1 :], strict=True)
    broken = sum(not _follows(first.events[0], then.events[0]) for first, then in steps)
    misread = _misread(list(islice(reversed(wanted), 100)))

    keep_figure(
        "P15",
        figure=refused + apart + broken + wrong + (sorted(mail_times) != truth),
        unit=f"of {len(files)} calendar files refused or read differently by libical, ical.js and "
        f"the database ({len(wanted)} times 2025-2035)",
        held=len(wanted) == SLOTS
        and refused == apart == broken == 0
        and not wrong
        and sorted(mail_times) == truth,
        control_failed=misread > 0,
    )


def _next(event: CalendarEvent) -> CalendarEvent:
    from dataclasses import replace

    return replace(event, sequence=event.sequence + 1)


def _follows(first, then) -> bool:
    return first.uid == then.uid and then.sequence > first.sequence and then.status == "CANCELLED"


def _misread(some: list[CalendarEvent]) -> int:
    """How many of the naive files give another instant than the database."""
    read = ical_js([naive(event) for event in some])
    return sum(
        instants(judged) != [(event.uid, event.starts_at, event.ends_at)]
        for judged, event in zip(read, some, strict=True)
    )
