"""Choosing criteria: who may, what is refused, and what a second time does."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from backend.audit.models import AuditEntry
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.roles import give_role, take_role
from institutions.models import Department, Role
from tests.cast import NOW, Cast, make_cast
from tests.volunteers.steering.stage import (
    KNOWN,
    SUMMER,
    Group,
    aim,
    make_criterion,
    make_group,
    make_member,
)
from volunteers.actions.success.criteria import (
    Wish,
    activate_criterion,
    change_criterion,
    choose_starter_set,
    draft_criterion,
    end_criterion,
)
from volunteers.models import Criterion
from volunteers.queries.project_group import left_without_owner, project_group
from volunteers.success.criteria import STARTER_SET, CriterionState


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


def draft(group: Group, code: str = "K01", wish: Wish | None = None) -> Criterion:
    """A criterion that is not in use."""
    return draft_criterion(
        municipality=group.cast.municipality,
        chosen=code,
        place=None,
        wish=wish or Wish(aim(), group.elder),
        by=group.actor(),
        at=NOW,
    )


def test_the_starter_set_is_drafted_once_and_leaves_what_is_chosen(group: Group) -> None:
    draft(group, "K01")
    place, by = group.cast.municipality, group.actor()

    first = choose_starter_set(municipality=place, by=by, at=NOW)
    second = choose_starter_set(municipality=place, by=by, at=NOW)

    assert [one.code for one in first] == [code for code in STARTER_SET if code != "K01"]
    assert second == []
    assert set(Criterion.objects.values_list("state", flat=True)) == {CriterionState.DRAFT}


def test_a_draft_of_the_starter_set_lacks_owner_and_dates(group: Group) -> None:
    drafts = choose_starter_set(municipality=group.cast.municipality, by=group.actor(), at=NOW)

    with pytest.raises(Invalid) as refusal:
        activate_criterion(criterion=drafts[0], by=group.actor(), at=NOW)

    assert sorted(refusal.value.fields) == ["decided_on", "owner", "target_on"]


def test_a_whole_criterion_is_put_to_use_once(group: Group) -> None:
    criterion = make_criterion(group)

    again = activate_criterion(criterion=criterion, by=group.actor(), at=NOW + timedelta(days=1))

    assert (again.state, again.activated_at) == (CriterionState.ACTIVE, NOW)
    assert AuditEntry.objects.filter(deed="activate_criterion").count() == 1


def test_the_database_refuses_a_criterion_in_use_without_a_target(group: Group) -> None:
    """The control: whoever goes around the action meets the constraint."""
    criterion = draft(group, wish=Wish(aim(target=None, target_on=None), group.elder))

    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=criterion.pk).update(
            state=CriterionState.ACTIVE, activated_at=NOW
        )


def test_only_members_own(group: Group) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(group, wish=Wish(aim(), group.cast.leader))

    assert refusal.value.fields == {"owner": ["Vælg et medlem af projektgruppen."]}


@pytest.mark.parametrize("name", ["leader", "ambassador"])
def test_others_do_not_decide(group: Group, name: str) -> None:
    by = group.cast.actor(getattr(group.cast, name))

    with pytest.raises(NotAllowed):
        choose_starter_set(municipality=group.cast.municipality, by=by, at=NOW)


def test_the_coordinator_decides_too_but_not_for_another_municipality(group: Group) -> None:
    other = make_cast("Åby", 2)
    by = group.cast.actor(group.cast.coordinator)

    assert len(choose_starter_set(municipality=group.cast.municipality, by=by, at=NOW)) == 14
    with pytest.raises(NotAllowed):
        choose_starter_set(municipality=other.municipality, by=by, at=NOW)


def test_the_same_indicator_twice_for_a_place_is_refused_and_for_another_it_is_not(
    group: Group,
) -> None:
    draft(group)
    department = Department.objects.earliest("id")

    with pytest.raises(Clash):
        draft(group)
    elsewhere = draft_criterion(
        municipality=group.cast.municipality,
        chosen="K01",
        place=department,
        wish=Wish(aim()),
        by=group.actor(),
        at=NOW,
    )

    assert elsewhere.scope_words == department.name


def test_a_manual_criterion_of_the_same_name_is_the_same(group: Group) -> None:
    for name, refused in ((KNOWN.name, False), (KNOWN.name.upper(), True)):
        own = replace(KNOWN, name=name)
        try:
            draft(group, own)  # type: ignore[arg-type]
        except Clash:
            assert refused
        else:
            assert not refused


def test_the_baseline_is_locked_once_it_is_in_use(group: Group) -> None:
    criterion = make_criterion(group, baseline=Decimal("0.5"), baseline_period=SUMMER)
    looser = Wish(aim(baseline=Decimal("0.2"), baseline_period=SUMMER), group.elder)
    higher = Wish(
        aim(target=Decimal("0.9"), baseline=Decimal("0.5"), baseline_period=SUMMER), group.culture
    )

    with pytest.raises(Invalid) as refusal:
        change_criterion(criterion=criterion, wish=looser, by=group.actor(), at=NOW)
    changed = change_criterion(criterion=criterion, wish=higher, by=group.actor(), at=NOW)

    assert list(refusal.value.fields) == ["baseline_value"]
    assert (changed.target_value, changed.owner) == (Decimal("0.9"), group.culture)


def test_a_criterion_in_use_keeps_its_owner_and_target(group: Group) -> None:
    criterion = make_criterion(group)

    with pytest.raises(Invalid):
        change_criterion(
            criterion=criterion, wish=Wish(aim(target=None), group.elder), by=group.actor(), at=NOW
        )
    with pytest.raises(Invalid):
        change_criterion(criterion=criterion, wish=Wish(aim()), by=group.actor(), at=NOW)


def test_an_ended_criterion_keeps_its_reason_and_may_be_chosen_again(group: Group) -> None:
    criterion = make_criterion(group)

    end_criterion(criterion=criterion, reason="Målet er nået", by=group.actor(), at=NOW)
    end_criterion(criterion=criterion, reason="Noget andet", by=group.actor(), at=NOW)

    criterion.refresh_from_db()
    assert (criterion.state, criterion.ended_reason) == (CriterionState.ENDED, "Målet er nået")
    assert draft(group).state == CriterionState.DRAFT


def test_nothing_is_ended_without_a_reason(group: Group) -> None:
    with pytest.raises(Invalid):
        end_criterion(criterion=make_criterion(group), reason=" ", by=group.actor(), at=NOW)


def test_a_member_who_leaves_leaves_a_criterion_without_owner(group: Group) -> None:
    criterion = make_criterion(group)
    by = group.cast.actor(group.cast.coordinator)

    take_role(role=Role.objects.get(user=group.elder), by=by, at=NOW)

    found = project_group(group.cast.municipality.pk, NOW.date())
    assert found.ownerless == (criterion,)
    assert list(left_without_owner(NOW.date())) == [criterion]
    assert [place.name for place in found.missing] == ["Ældre"]


def test_ownership_is_told_by_department_and_a_lopsided_one_is_named(group: Group) -> None:
    make_criterion(group)
    make_criterion(group, "K06")

    found = project_group(group.cast.municipality.pk, NOW.date())

    assert [(str(one.department), one.criteria) for one in found.departments] == [
        ("Kultur", 0),
        ("Ældre", 2),
    ]
    assert found.missing == []
    assert found.owns_most is not None
    assert str(found.owns_most.department) == "Ældre"


def test_a_member_with_a_department_acts_for_the_whole_municipality(group: Group) -> None:
    grant = group.actor().grants[0]

    assert (grant.role, grant.department_id) == (RoleKind.PROJECT_GROUP, None)


def test_a_member_with_the_role_twice_is_one_member_from_their_department(group: Group) -> None:
    by = group.cast.actor(group.cast.coordinator)
    both = make_member(group.cast, "Bo", None, by)
    department = Department.objects.earliest("id")
    give_role(
        user=both,
        kind=RoleKind.PROJECT_GROUP,
        department=department,
        valid_from=NOW.date(),
        by=by,
        at=NOW,
    )

    found = project_group(group.cast.municipality.pk, NOW.date())

    assert [member.user.name for one in found.departments for member in one.members] == [
        "Ulf",
        "Bo",
        "Maja",
    ]
