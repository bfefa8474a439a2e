"""What the town shares: examples, stories, suggestions, initiatives, a last talk and prizes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.accounts.models import User
from backend.common.actors import Actor, ActorKind
from backend.common.danish_dates import local
from backend.management.demo.content import read
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.models import Institution
from volunteers.actions.afterwards.exit_talks import answer_exit_talk, offer_exit_talk
from volunteers.actions.afterwards.nominations import Nominee, award_prize, nominate
from volunteers.actions.sharing.consents import give_consent, name_person
from volunteers.actions.sharing.examples import (
    EXAMPLE_FIELDS,
    share_example,
    use_example,
    write_example,
)
from volunteers.actions.sharing.initiatives import WORDS, register_result, start_initiative
from volunteers.actions.sharing.stories import publish_story, write_story
from volunteers.actions.sharing.suggestions import answer_suggestion, plan_campaign, send_suggestion
from volunteers.actions.sharing.tools import add_link
from volunteers.models import Assignment, Association, Theme, Volunteer
from volunteers.rules.sharing import Channel
from volunteers.rules.states import AssignmentState

Row = Mapping[str, Any]
_CAMPAIGN = "Væk med bøvlet"


def plan_sharing(stage: Stage) -> None:
    """Puts it on the timeline, spread over the town's places."""
    told = read("sharing")
    _push(stage, 85, partial(_open_campaign, stage))
    for number, row in enumerate(told["examples"]):
        _push(stage, row["days"], partial(_example, stage, _place(stage, number), row))
    for number, row in enumerate(told["stories"]):
        days = 30 - 10 * number
        _push(stage, days, partial(_story, stage, _place(stage, number), row, number))
    for number, row in enumerate(told["suggestions"]):
        _push(stage, row["days"], partial(_suggest, stage, _place(stage, number), row))
    for number, row in enumerate(told["initiatives"]):
        _push(stage, row["days"], partial(_begin, stage, _place(stage, number), row))
    _push(stage, 5, partial(_prizes, stage, told["prize"], told["reasons"]))
    _push(stage, 4, partial(_last_talk, stage))


def _push(stage: Stage, days: int, deed: partial[None]) -> None:
    at = office_hours(stage.at - timedelta(days=min(days, stage.scale.days_back)))
    stage.timeline.push(at, deed)


def _place(stage: Stage, number: int) -> Institution:
    return stage.institutions[number % len(stage.institutions)]


def _open_campaign(stage: Stage, at: datetime) -> None:
    plan_campaign(
        municipality=stage.municipality,
        name=_CAMPAIGN,
        opens_on=local(at).date() - timedelta(days=stage.scale.days_back),
        closes_on=None,
        by=stage.coordinator,
        at=at,
    )


def _example(stage: Stage, place: Institution, row: Row, at: datetime) -> None:
    """Written and shared; the next place uses it again a week later."""
    by = stage.leader_of(place.pk)
    fields = {name: row[name] for name in EXAMPLE_FIELDS if name in row}
    fields |= {"kind": next(iter(stage.kinds.values())), "contact_name": place.contact_name}
    fields |= {"contact_phone": place.contact_phone}
    example = write_example(institution=place, fields=fields, by=by, at=at)
    if row["tool"]:
        title, url = row["tool"]
        add_link(example=example, title=title, url=url, by=by, at=at)
    share_example(example=example, by=by, at=at)
    later = office_hours(at + timedelta(days=7))
    if later <= stage.at and not row["trial"]:
        other = stage.institutions[-1]
        use_example(example=example, institution=other, by=stage.leader_of(other.pk), at=later)


def _helpers(place: Institution) -> Iterator[Volunteer]:
    seats = Assignment.objects.filter(
        state=AssignmentState.ATTENDED,
        slot__task__institution=place,
        volunteer__anonymised_at__isnull=True,
    ).select_related("volunteer__municipality")
    known: set[int] = set()
    for seat in seats.order_by("pk"):
        if seat.volunteer_id not in known:
            known.add(seat.volunteer_id)
            yield seat.volunteer


def _own_link(person: Volunteer) -> Actor:
    return Actor(ActorKind.LINK, person.municipality_id, person.short_name, volunteer_id=person.pk)


def _story(stage: Stage, place: Institution, row: Row, number: int, at: datetime) -> None:
    """The first is told with a yes, the second without anybody in it; the last waits for a yes."""
    by = stage.leader_of(place.pk)
    person = next(_helpers(place), None) if number != 1 else None
    story = write_story(
        institution=place,
        title=row["title"],
        body=row["body"],
        nobody_named=person is None,
        planned_on=local(at + timedelta(days=3)).date(),
        by=by,
        at=at,
    )
    if person is not None:
        part = name_person(story=story, volunteer=person, by=by, at=at)
        if number:
            return
        channels = [Channel.WEB, Channel.INTRANET]
        give_consent(person=part, channels=channels, by=_own_link(person), at=at)
        publish_story(story=story, channel=Channel.INTRANET, by=by, at=at)
    publish_story(story=story, channel=Channel.WEB, by=by, at=at)


def _suggest(stage: Stage, place: Institution, row: Row, at: datetime) -> None:
    """Every second by a colleague without a name."""
    sent = send_suggestion(
        municipality=stage.municipality,
        theme=Theme(row["theme"]),
        hassle=row["hassle"],
        proposal=row["proposal"],
        institution=place,
        anonymous=not row["proposal"],
        by=stage.leader_of(place.pk),
        at=at,
    )
    if row["answer"]:
        answer_suggestion(
            suggestion=sent,
            answer=row["answer"],
            gains=row["gains"],
            by=stage.coordinator,
            at=office_hours(at + timedelta(days=4)),
        )


def _begin(stage: Stage, place: Institution, row: Row, at: datetime) -> None:
    by = stage.leader_of(place.pk)
    owner = User.objects.get(pk=by.user_id or 0)
    day = local(at).date() + timedelta(days=row["follow_up"])
    begun = start_initiative(
        institution=place,
        fields={name: row[name] for name in WORDS},
        owner=owner,
        follow_up_on=day,
        by=by,
        at=at,
    )
    if row["result"] and day <= stage.today:
        register_result(
            initiative=begun,
            result=row["result"],
            known_by=row["known_by"],
            by=by,
            at=min(office_hours(at + timedelta(days=row["follow_up"] + 5)), stage.at),
        )


def _prizes(stage: Stage, prize: str, reasons: list[str], at: datetime) -> None:
    """A person and an association; the association got last year's."""
    place = stage.institutions[0]
    person = next(_helpers(place), None)
    if person is not None:
        by, nominee = stage.leader_of(place.pk), Nominee(volunteer=person)
        nominate(year=at.year, nominee=nominee, reason=reasons[0], prize=prize, by=by, at=at)
    partner = Association.objects.filter(municipality=stage.municipality).first()
    if partner is not None:
        won = nominate(
            year=at.year - 1,
            nominee=Nominee(association=partner),
            reason=reasons[1],
            prize=prize,
            by=stage.coordinator,
            at=at,
        )
        award_prize(nomination=won, by=stage.coordinator, at=at)


def _last_talk(stage: Stage, at: datetime) -> None:
    """Somebody stops, is offered a talk, and says yes by link."""
    person = next(_helpers(stage.institutions[-1]), None)
    if person is not None:
        talk = offer_exit_talk(volunteer=person, by=stage.coordinator, at=at)
        later = at + timedelta(hours=2)
        answer_exit_talk(talk=talk, wanted=True, by=_own_link(person), at=later)
