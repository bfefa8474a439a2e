"""The project group's three months: criteria chosen, a quarter closed, a meeting held."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.management.demo.staff import Staff
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import instant, office_hours
from institutions.actions.roles import give_role
from institutions.models import Department
from institutions.queries.actors import actor_for
from volunteers.actions.success.closing import close_period
from volunteers.actions.success.criteria import (
    Wish,
    activate_criterion,
    change_criterion,
    choose_starter_set,
    draft_criterion,
)
from volunteers.actions.success.follow_ups import agree_follow_up, register_result
from volunteers.actions.success.meetings import (
    end_meeting,
    note_decision,
    note_who_was_there,
    plan_meeting,
)
from volunteers.actions.success.values import enter_value
from volunteers.models import Criterion, DecisionKind, FollowUp, FollowUpOutcome, ReviewMeeting
from volunteers.queries.criteria import criteria_with_latest
from volunteers.queries.project_group import member_users
from volunteers.success.aims import Aim
from volunteers.success.calendar import Rhythm, last_ended, period_before
from volunteers.success.catalogue import Direction, Shape, Unit, catalogue
from volunteers.success.conclusions import Status
from volunteers.success.criteria import Definition
from volunteers.success.periods import Period

_DECIDED_DAYS_BEFORE = 20
_CLOSED_DAYS_AFTER = 6
_PANEL = Definition(
    name="Kendskab i borgerpanelet",
    definition="borgere, der ved, at man kan hjælpe som frivillig i kommunen",
    counts_among="borgere i panelet, der svarede",
    source="Borgerpanelet",
    shape=Shape.SHARE,
    unit=Unit.SHARE,
    direction=Direction.UP,
)
# Still to be talked about.
_LEFT_AS_DRAFTS = frozenset({"K21", "K28"})
_PANELS = "panel"
_TARGETS = {"K08": Decimal(60), _PANELS: Decimal("0.5")}
# As the group counted them before the system.
_BASELINES = {"K01": Decimal("0.55"), _PANELS: Decimal("0.31")}
_WHY = {
    "K01": "En tom plads er en beboer, der blev skuffet.",
    "K02": "Ledere giver op, når de venter for længe på svar.",
    "K13": "Strategien lover en ambassadør i hver afdeling.",
    "K26": "Den, der bliver takket, kommer igen.",
}
_ACTIONS = {
    "": "Lad biblioteket og sognebladet fortælle, hvordan man bliver frivillig",
    "K08": "Spørg foreningerne, om de kender nogen, der har tid om eftermiddagen",
    "K20": "Ring til fem frivillige, og hør, hvad der gav mening",
    "K01": "Ring til de tre institutioner med flest tomme pladser, og spørg, hvad der mangler",
    "K12": "Besøg de institutioner, der ikke er begyndt, og vis dem startguiden",
    "K13": "Find en ambassadør sammen med afdelingens chef",
    "K14": "Hold et kursus mere for ambassadørerne inden jul",
    "K17": "Tag frivillige på dagsordenen i lokalMED på de steder, der mangler",
    "K26": "Mind lederne om at sige tak, samme dag som opgaven er slut",
}
_OTHER_ACTION = "Tal med de steder, hvor tallet er lavest, og tag svarene med til næste møde"
_SCALE = "Det virker. Vi tager det med ud til de afdelinger, der ikke er begyndt."
_COMMENT = "Vi ved ikke nok endnu. Vi ser på det igen på næste møde."
_DECISION = "Hver afdeling sender en ny frivillighistorie inden næste møde."
_RESULT = "Lederne siger, at det hjalp. Tallet er på vej op."


def join_project_group(staff: Staff, departments: list[Department]) -> None:
    """A member from each department but the last, which the group's page warns of."""
    first, *others = departments
    member = User.objects.get(email=f"projektgruppe@{staff.address.mail}")
    give_role(
        user=member,
        kind=RoleKind.PROJECT_GROUP,
        department=first,
        valid_from=local(staff.since).date(),
        by=staff.owner,
        at=staff.since,
    )
    for place in others[:-1]:
        staff.employ("projektgruppe", RoleKind.PROJECT_GROUP, department=place, first=False)


def plan_steering(stage: Stage) -> None:
    """Puts the group's work on the timeline, around the newest quarter that is over."""
    period = last_ended(Rhythm.QUARTER, stage.today)
    closes = instant(period.after + timedelta(days=_CLOSED_DAYS_AFTER), "09:00")
    closes = min(closes, office_hours(stage.at - timedelta(hours=3)))
    meets = min(closes + timedelta(days=2), office_hours(stage.at - timedelta(hours=1)))
    decides = closes - timedelta(days=_DECIDED_DAYS_BEFORE)
    stage.timeline.push(decides, partial(_decide, stage, period))
    stage.timeline.push(closes, partial(_close, stage, period))
    stage.timeline.push(meets, partial(_meet, stage, period))
    stage.timeline.push(meets + timedelta(days=20), partial(_write_result, stage))


def _decide(stage: Stage, period: Period, at: datetime) -> None:
    """Twelve of the suggested fourteen put to use, one for a department, and one of their own."""
    members = _members(stage, at)
    place, by = stage.municipality, _actor(members[0], at)
    drafts = choose_starter_set(municipality=place, by=by, at=at)
    before = period_before(period)
    for number, row in enumerate(row for row in drafts if row.code not in _LEFT_AS_DRAFTS):
        wish = _wish(row.code, members[number % len(members)], before, at)
        change_criterion(criterion=row, wish=wish, by=by, at=at)
        activate_criterion(criterion=row, by=by, at=at)
    department = stage.institutions[0].department
    for code, chosen, where in (("K01", "K01", department), (_PANELS, _PANEL, None)):
        wish = _wish(code, members[-1], before, at)
        row = draft_criterion(
            municipality=place, chosen=chosen, place=where, wish=wish, by=by, at=at
        )
        activate_criterion(criterion=row, by=by, at=at)


def _wish(code: str, owner: User, before: Period, at: datetime) -> Wish:
    indicator = catalogue().get(code)
    share = indicator is None or indicator.unit is Unit.SHARE
    today = local(at).date()
    aim = Aim(
        target=_TARGETS.get(code, indicator.target if indicator else None),
        target_on=date(today.year + 1, 12, 31),
        margin=Decimal("0.05") if share else Decimal(2),
        baseline=_BASELINES.get(code),
        baseline_period=before if code in _BASELINES else None,
        decided_on=today,
    )
    return Wish(aim, owner, why=_WHY.get(code, ""))


def _close(stage: Stage, period: Period, at: datetime) -> None:
    """The panel's answers are typed, and the quarter is closed."""
    by = _actor(_members(stage, at)[0], at)
    panel = Criterion.objects.get(municipality=stage.municipality, code="")
    for one, said_yes in ((period_before(period), 124), (period, 136)):
        enter_value(
            criterion=panel,
            period=one,
            numerator=Decimal(said_yes),
            n=400,
            source=f"Borgerpanelet, {one.name}",
            by=by,
            at=at,
        )
    close_period(municipality=stage.municipality, period=period, by=by, at=at)


def _meet(stage: Stage, period: Period, at: datetime) -> None:
    """The review meeting: an action for every red criterion but one, and the next day set."""
    members, held_on = _members(stage, at), local(at).date()
    by = _actor(members[0], at)
    meeting = plan_meeting(
        municipality=stage.municipality, held_on=held_on, period=period, by=by, at=at
    )
    note_who_was_there(meeting=meeting, users=members[:4], by=by, at=at)
    standings = criteria_with_latest(stage.coordinator, period, at)
    red = [one.criterion for one in standings if one.is_red]
    reached = [one.criterion for one in standings if one.status is Status.REACHED]
    for criterion in red[:-1]:
        _agree(stage, meeting, criterion, at)
    for about, kind, words in (
        *((one, DecisionKind.SCALE, _SCALE) for one in reached[:1]),
        *((one, DecisionKind.COMMENT, _COMMENT) for one in red[-1:]),
        (None, DecisionKind.DECISION, _DECISION),
    ):
        note_decision(meeting=meeting, criterion=about, kind=kind, words=words, by=by, at=at)
    next_on = max(stage.today, held_on + timedelta(days=1))
    end_meeting(meeting=meeting, next_on=next_on, by=by, at=at)


def _agree(stage: Stage, meeting: ReviewMeeting, criterion: Criterion, at: datetime) -> None:
    """The first is due a few days before the story's present; nobody has written its result."""
    first = not meeting.follow_ups.exists()
    agreed_on = local(at).date()
    due_on = max(stage.today - timedelta(days=4), agreed_on) if first else None
    assert criterion.owner is not None
    agree_follow_up(
        municipality=stage.municipality,
        what=_ACTIONS.get(criterion.code, _OTHER_ACTION),
        owner=criterion.owner,
        due_on=due_on or agreed_on + timedelta(days=75),
        criterion=criterion,
        meeting=meeting,
        by=_actor(criterion.owner, at),
        at=at,
    )


def _write_result(stage: Stage, at: datetime) -> None:
    """The last of the actions has worked."""
    rows = FollowUp.objects.filter(municipality=stage.municipality).order_by("-due_on", "-id")
    row = rows.first()
    if row is not None and rows.count() > 1:
        by = _actor(row.owner, at)
        register_result(follow_up=row, outcome=FollowUpOutcome.HELPED, result=_RESULT, by=by, at=at)


def _members(stage: Stage, at: datetime) -> list[User]:
    return list(member_users(stage.municipality.pk, local(at).date()).order_by("id"))


def _actor(user: User, at: datetime) -> Actor:
    actor = actor_for(user, at)
    assert actor is not None
    return actor
