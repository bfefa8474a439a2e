"""Forgetting by itself each night: the silent are asked, then let go; words and keys end (L04)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Model, Q

from backend.audit.log import record
from backend.audit.looks import forget_looks
from backend.common.actors import Actor, ActorKind, clock
from backend.common.danish_dates import local
from backend.common.refusals import NotAllowed
from backend.messaging.forgetting import empty_old_messages
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.my_page import lock_volunteer, send_link_text
from volunteers.models import (
    ContactCode,
    ContactLink,
    EventLink,
    Forgetting,
    InstitutionFeed,
    Link,
    Volunteer,
)
from volunteers.queries.retention import silent_since

# 24 months, 30 days, 6 months. A code is kept for a day, to count how many were sent.
SILENT = timedelta(days=731)
TO_ANSWER = timedelta(days=30)
WORDS_KEPT = timedelta(days=183)
CODES_KEPT = timedelta(days=1)
# Who looked at whom, and changes no deed explains: a year and a month, to be asked about.
LOOKS_KEPT = timedelta(days=396)
# So many are asked a night at most: a first run must not spend a month's texts.
MOST_A_NIGHT = 200


def forget_what_is_due(*, at: datetime) -> None:
    """All of one night. The second run the same night finds nothing more to do."""
    forget_looks(at - LOOKS_KEPT)
    counts = {
        "asked": Counter(person.municipality_id for person in _ask_the_silent(at)),
        "anonymised": Counter(person.municipality_id for person in _let_go(at)),
        "messages": empty_old_messages(at - WORDS_KEPT),
        "links": _end_links(at),
        "codes": _end_codes(at),
    }
    for place in sorted(set().union(*counts.values())):
        _note(place, {name: found.get(place, 0) for name, found in counts.items()}, at)


@transaction.atomic
def stay(*, volunteer: Volunteer, by: Actor, at: datetime) -> None:
    """The person stays on the list: said by themselves, or to the coordinator by telephone.

    The second time changes nothing.
    """
    if by.kind == ActorKind.USER:
        require_may(by, Deed.KEEP_PEOPLE)
    if by.municipality_id != volunteer.municipality_id or (
        by.kind == ActorKind.LINK and by.volunteer_id != volunteer.pk
    ):
        raise NotAllowed("not_yours", "Linket gælder en anden.")
    person = lock_volunteer(volunteer.pk)
    if person.forget_on is None or person.anonymised_at is not None:
        return
    person.forget_on = None
    person.save(update_fields=["forget_on"])
    record("stay", person, by=by, at=at)


def _ask_the_silent(at: datetime) -> Iterable[Volunteer]:
    due = silent_since(at - SILENT).filter(forget_on__isnull=True).order_by("pk")
    return [person for person in due[:MOST_A_NIGHT] if _ask(person, at)]


@transaction.atomic
def _ask(found: Volunteer, at: datetime) -> bool:
    person = lock_volunteer(found.pk)
    if person.forget_on is not None or person.anonymised_at is not None:
        return False
    person.forget_on = local(at + TO_ANSWER).date()
    person.save(update_fields=["forget_on"])
    send_link_text("stadig_med", person, at)
    record("ask_to_stay", person, by=clock(person.municipality_id), at=at)
    return True


def _let_go(at: datetime) -> Iterable[Volunteer]:
    """Whose day has come; who gave a sign of life after being asked stays instead."""
    due = Volunteer.objects.filter(anonymised_at__isnull=True, forget_on__lte=local(at).date())
    silent = set(silent_since(at - TO_ANSWER).filter(pk__in=due).values_list("pk", flat=True))
    gone = []
    for person in due.order_by("pk"):
        by = clock(person.municipality_id)
        if person.pk in silent:
            erase_volunteer(volunteer=person, by=by, at=at)
            gone.append(person)
        else:
            stay(volunteer=person, by=by, at=at)
    return gone


@transaction.atomic
def _end_links(at: datetime) -> Mapping[int, int]:
    """A key that opens nothing any more is deleted, not only ended."""
    ended = Q(revoked_at__lte=at)
    spent = Q(expires_at__lte=at)
    return (
        _delete(Link, spent | ended)
        + _delete(ContactLink, spent | ended)
        + _delete(EventLink, spent)
        + _delete(InstitutionFeed, ended)
    )


@transaction.atomic
def _end_codes(at: datetime) -> Mapping[int, int]:
    return _delete(ContactCode, Q(expires_at__lte=at - CODES_KEPT))


def _delete(model: type[Model], which: Q) -> Counter[int]:
    rows = model._default_manager.filter(which)
    counted = Counter(rows.order_by().values_list("municipality_id", flat=True))
    rows.delete()
    return counted


@transaction.atomic
def _note(municipality_id: int, counts: Mapping[str, int], at: datetime) -> None:
    row, _created = Forgetting.objects.get_or_create(
        municipality_id=municipality_id, on=local(at).date()
    )
    added = {name: F(name) + count for name, count in counts.items() if count}
    if added:
        Forgetting.objects.filter(pk=row.pk).update(**added)
