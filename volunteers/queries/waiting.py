"""What waits for somebody to say something: talks, questions, suggestions, results."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.common.actors import Actor
from backend.common.danish_dates import local, short_day
from institutions.queries.rule_questions import unanswered
from volunteers.models import DialogueLine
from volunteers.queries.afterwards.exit_talks import talks_to_hold
from volunteers.queries.dialogue import talks_of
from volunteers.queries.disagreements import cases_for
from volunteers.queries.sharing.initiatives import overdue_initiatives
from volunteers.queries.sharing.suggestions import due_suggestions

# A place answers its own volunteers; after two days the coordinator hears of it.
UNREAD_FOR = timedelta(days=2)
# Of each sort; the list behind has the rest.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing: its words, a status word, and the page where it is dealt with."""

    words: str
    status: str
    route: str
    key: UUID | None = None
    late: bool = False


def waiting_for_words(by: Actor, at: datetime) -> list[Waiting]:
    """For the coordinator's first page, the late ones first; eight queries whatever there is."""
    found = [*_suggestions(by, at), *_initiatives(by, at), *_threads(by, at)]
    found += [*_exit_talks(by), *_disagreements(by, at), *_rule_questions(by)]
    return sorted(found, key=lambda one: not one.late)


def _suggestions(by: Actor, at: datetime) -> Iterator[Waiting]:
    today = local(at).date()
    for one in due_suggestions(by, today)[:SHOWN]:
        words = f"Et forslag om {one.get_theme_display().lower()} skal have svar"
        yield Waiting(
            f"{words} senest {short_day(one.due_on)}",
            "Over fristen" if one.due_on < today else "Frist",
            "volunteers:suggestion",
            one.uuid,
            late=one.due_on < today,
        )


def _initiatives(by: Actor, at: datetime) -> Iterator[Waiting]:
    for one in overdue_initiatives(by, local(at).date())[:SHOWN]:
        yield Waiting(
            f"{one.title}: hvad kom der ud af det? ({one.owner.name})",
            "Opfølgning",
            "volunteers:initiative",
            one.uuid,
            late=True,
        )


def _threads(by: Actor, at: datetime) -> Iterator[Waiting]:
    unread = DialogueLine.objects.filter(
        written_by__isnull=True, read_at__isnull=True, written_at__lte=at - UNREAD_FOR
    )
    threads = talks_of(by).filter(pk__in=unread.values("offer_id")).prefetch_related(None)
    for offer in threads.order_by("pk")[:SHOWN]:
        place = offer.slot.task.institution
        yield Waiting(
            f"{offer.volunteer.short_name} har skrevet til {place}, og ingen har læst det",
            "Ulæst",
            "institutions:thread",
            offer.uuid,
        )


def _exit_talks(by: Actor) -> Iterator[Waiting]:
    for talk in talks_to_hold(by)[:SHOWN]:
        yield Waiting(
            f"{talk.volunteer} er stoppet og vil gerne have en kort samtale",
            "Ring",
            "volunteers:person",
            talk.volunteer.uuid,
        )


def _disagreements(by: Actor, at: datetime) -> Iterator[Waiting]:
    quiet = [case for case in cases_for(by, at, closed=False) if case.waits]
    for case in quiet[:SHOWN]:
        yield Waiting(
            f"Uenighed hos {case.row.institution}: ingen samtale i en uge",
            "Uenighed",
            "institutions:disagreement",
            case.row.uuid,
        )


def _rule_questions(by: Actor) -> Iterator[Waiting]:
    count = unanswered(by)
    if count:
        words = "1 spørgsmål" if count == 1 else f"{count} spørgsmål"
        yield Waiting(
            f"{words} om spillereglerne venter på svar",
            "Spilleregler",
            "institutions:rule_questions",
        )
