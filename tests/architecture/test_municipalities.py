"""Every row belongs to a municipality, and two on one installation never see each other."""

import pytest
from django.apps import apps
from django.db import models

from backend.accounts.models import Municipality
from institutions.queries.scope import departments_for, institutions_for, slots_for, tasks_for
from tests.cast import Cast, make_cast, open_slot
from volunteers.actions.clockwork import run_clockwork
from volunteers.queries.candidates import people_of
from volunteers.queries.scope import (
    assignments_for,
    associations_for,
    offers_for,
    volunteers_for,
)

OURS = {"accounts", "audit", "messaging", "webhooks", "institutions", "volunteers"}


def root_path(model: type[models.Model], seen: frozenset[type[models.Model]]) -> bool:
    """Whether a required foreign key leads, directly or through others, to the municipality."""
    if model is Municipality:
        return True
    return any(
        root_path(field.related_model, seen | {model})
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model not in seen | {model}
    )


def test_every_model_hangs_from_a_municipality() -> None:
    loose = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in OURS and not root_path(model, frozenset())
    ]

    assert loose == []


def test_control_a_model_without_municipality_is_found() -> None:
    assert not root_path(apps.get_model("sessions.Session"), frozenset())


@pytest.fixture
def two(db: None) -> tuple[Cast, Cast]:
    """Two municipalities, each with people, a published need and its questions."""
    casts = make_cast("Søby", 1), make_cast("Åby", 2)
    for cast in casts:
        open_slot(cast)
    return casts


@pytest.mark.parametrize(
    "rows",
    [
        departments_for,
        institutions_for,
        tasks_for,
        slots_for,
        volunteers_for,
        associations_for,
        offers_for,
        assignments_for,
    ],
)
def test_neither_sees_the_other(two: tuple[Cast, Cast], rows) -> None:
    for cast in two:
        found = rows(cast.actor(cast.coordinator))

        assert not found.exclude(municipality=cast.municipality).exists()


def test_control_the_rows_of_both_are_there(two: tuple[Cast, Cast]) -> None:
    for cast in two:
        for rows in (departments_for, tasks_for, slots_for, volunteers_for, offers_for):
            found = rows(cast.actor(cast.coordinator))
            assert 0 < found.count() < found.model.objects.count()


def test_nobody_is_asked_by_another_municipality(two: tuple[Cast, Cast]) -> None:
    first, second = two

    asked = {person.id for person in people_of(first.municipality.pk, 2, first.helper.created_at)}

    assert asked == set(first.municipality.volunteers.values_list("pk", flat=True))
    assert second.helper.pk not in asked


def test_the_clock_serves_both(two: tuple[Cast, Cast]) -> None:
    slots = [cast.municipality.slots.get() for cast in two]

    run_clockwork(at=max(slot.ends_at for slot in slots))

    for slot in slots:
        slot.refresh_from_db()
    assert [slot.state for slot in slots] == ["done", "done"]
