"""Somebody who stands twice on the list becomes one person, with the history of both."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from backend.audit.log import record
from backend.audit.models import AuditEntry
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from backend.messaging.models import Message
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.contact import follow_number
from volunteers.actions.erasure import empty_person, kept_answers_about
from volunteers.actions.merged_answers import move_answers, require_one_person
from volunteers.models import (
    Acceptance,
    Certificate,
    ContactChannel,
    Disagreement,
    EventLink,
    ExitTalk,
    FriendLink,
    GroupName,
    Link,
    Membership,
    Milestone,
    Nomination,
    Participant,
    Referral,
    StoryPerson,
    Suggestion,
    TextStop,
    Volunteer,
    VolunteerSkill,
    YoungHelper,
)
from volunteers.rules.certificates import CertificateState

# What a person may have once of each: a row whose key the other row has too stays behind. None:
# any number. Answers have their own module; links end.
MOVED: Mapping[type[models.Model], tuple[str, ...] | None] = {
    Acceptance: ("institution_id", "rules_version_id"),
    Certificate: ("kind",),
    Disagreement: None,
    ExitTalk: (),
    FriendLink: (),
    GroupName: ("group_id",),
    Membership: ("association_id",),
    Milestone: ("number",),
    Nomination: ("year", "prize"),
    Participant: ("event_id",),
    Referral: (),
    TextStop: None,
    StoryPerson: ("story_id",),
    Suggestion: None,
    VolunteerSkill: ("skill_id",),
    YoungHelper: ("institution_id",),
}


@transaction.atomic
def merge_volunteers(*, kept: Volunteer, gone: Volunteer, by: Actor, at: datetime) -> Volunteer:
    """Everything of ``gone`` becomes ``kept``'s; the name, number and mail of ``kept`` stay.

    Where both say something about being asked, the stricter holds: a stop, the longer pause, the
    fewer questions, "ring til mig". Links that reached the other number end, except those in texts
    not sent yet, which go to the number that stays. Refuses two who were at two places at once,
    the erased, and another municipality's. The log says how many rows were moved; there is no way
    back. The second time changes nothing.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    if kept.pk == gone.pk:
        raise Invalid("same_row", "Vælg to forskellige. Det her er den samme række.")
    kept, gone = _locked(kept, gone, by)
    if gone.merged_into_id == kept.pk:
        return kept
    if kept.anonymised_at is not None or gone.anonymised_at is not None:
        raise Clash("erased", "Den ene er slettet eller lagt sammen med en anden.")
    require_one_person(kept, gone)
    EventLink.objects.filter(participant__volunteer=gone, expires_at__gt=at).update(expires_at=at)
    moved = dict(move_answers(kept, gone, at))
    _join_clashing(kept, gone)
    for model, key in MOVED.items():
        moved[model._meta.model_name or ""] = _move(model, key, kept, gone)
    GroupName.objects.filter(volunteer=gone).delete()
    _stricter(kept, gone)
    _hand_over_contact(kept, gone, at)
    empty_person(gone, at)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.save()
    counted = {name: count for name, count in moved.items() if count}
    record("merge_volunteers", kept, by=by, at=at, gone=gone.pk, moved=counted)
    return kept


def _locked(kept: Volunteer, gone: Volunteer, by: Actor) -> tuple[Volunteer, Volunteer]:
    rows = (
        Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .filter(pk__in=[kept.pk, gone.pk], municipality_id=by.municipality_id)
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    if len(found) != 2:  # noqa: PLR2004 - the two.
        raise Clash("not_found", "Den ene findes ikke her.")
    return found[kept.pk], found[gone.pk]


def _move(model: type[Any], key: tuple[str, ...] | None, kept: Volunteer, gone: Volunteer) -> int:
    rows = model.objects.filter(volunteer=gone)
    if key is not None:
        taken = set(model.objects.filter(volunteer=kept).values_list("volunteer_id", *key))
        free = [
            pk for pk, *values in rows.values_list("pk", *key) if (kept.pk, *values) not in taken
        ]
        rows = model.objects.filter(pk__in=free)
    return int(rows.update(volunteer=kept))


def _join_clashing(kept: Volunteer, gone: Volunteer) -> None:
    """Of two rows about the same thing the one that stays says what either knew."""
    for row, twin in _twins(Participant, "event_id", kept, gone):
        if row.came and not twin.came:
            Participant.objects.filter(pk=twin.pk).update(
                answer=row.answer, presence=row.presence, presence_at=row.presence_at
            )
        Participant.objects.filter(pk=row.pk).update(presence="")
    for row, twin in _twins(Membership, "association_id", kept, gone):
        if row.vouched_on and (twin.vouched_on is None or row.vouched_on > twin.vouched_on):
            Membership.objects.filter(pk=twin.pk).update(
                vouched_on=row.vouched_on, vouched_by=row.vouched_by
            )
    for row, twin in _twins(VolunteerSkill, "skill_id", kept, gone):
        days = (row.expires_on, twin.expires_on)
        latest = None if None in days else max(day for day in days if day)
        VolunteerSkill.objects.filter(pk=twin.pk).update(expires_on=latest)
    for row, twin in _twins(Certificate, "kind", kept, gone):
        if row.state == CertificateState.IN_ORDER and (
            twin.ok_until is None or (row.ok_until and row.ok_until > twin.ok_until)
        ):
            Certificate.objects.filter(pk=twin.pk).update(
                state=row.state,
                ordered_on=row.ordered_on,
                ok_until=row.ok_until,
                assessed_on=row.assessed_on,
                assessed_by=row.assessed_by,
            )
    for row, twin in _twins(FriendLink, "municipality_id", kept, gone):
        FriendLink.objects.filter(pk=twin.pk).update(sign_ups=row.sign_ups + twin.sign_ups)
        FriendLink.objects.filter(pk=row.pk).update(sign_ups=0)


def _twins(model: type[Any], key: str, kept: Volunteer, gone: Volunteer) -> list[tuple[Any, Any]]:
    own = {getattr(row, key): row for row in model.objects.filter(volunteer=kept)}
    others = model.objects.filter(volunteer=gone)
    return [(row, own[getattr(row, key)]) for row in others if getattr(row, key) in own]


def _stricter(kept: Volunteer, gone: Volunteer) -> None:
    """Fills what ``kept`` lacks, and takes the more careful of two wishes."""
    both = (kept, gone)
    kept.opted_out_at = min(filter(None, (one.opted_out_at for one in both)), default=None)
    kept.paused_until = max(filter(None, (one.paused_until for one in both)), default=None)
    kept.asks_per_week = min(filter(None, (one.asks_per_week for one in both)), default=None)
    # The younger of two years: who may be under age counts as such.
    kept.birth_year = max(filter(None, (one.birth_year for one in both)), default=None)
    days = filter(None, (one.certificate_ok_until for one in both))
    kept.certificate_ok_until = max(days, default=None)
    kept.notice_shown_at = min(filter(None, (one.notice_shown_at for one in both)), default=None)
    kept.takes_freed_seats = kept.takes_freed_seats and gone.takes_freed_seats
    if ContactChannel.PHONE in {kept.channel, gone.channel}:
        kept.channel = ContactChannel.PHONE
    if gone.created_at < kept.created_at:
        kept.created_at, kept.source = gone.created_at, gone.source
    kept.email = kept.email or gone.email
    kept.external_uuid = kept.external_uuid or gone.external_uuid
    kept.languages = list(dict.fromkeys([*kept.languages, *gone.languages]))
    kept.kinds.add(*gone.kinds.all())


def _hand_over_contact(kept: Volunteer, gone: Volunteer, at: datetime) -> None:
    """Links end, texts and the stop follow to the number that stays, the log to the person."""
    kept_answers_about(gone).delete()
    old = gone.phone
    gone.phone = kept.phone
    follow_number(gone, old, at)
    Link.objects.filter(volunteer=gone, revoked_at__isnull=True).update(volunteer=kept)
    Message.objects.filter(municipality_id=kept.municipality_id, recipient_ref=gone.pk).update(
        recipient_ref=kept.pk
    )
    AuditEntry.objects.filter(volunteer_ref=gone.pk).update(volunteer_ref=kept.pk)
    AuditEntry.objects.filter(subject_type="volunteer", subject_id=gone.pk).update(
        subject_id=kept.pk
    )
