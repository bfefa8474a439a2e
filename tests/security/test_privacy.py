"""Every table about people stands in the register, and a person gets to see all of their own."""

from itertools import chain

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from backend.accounts.models import User
from backend.audit.models import Look
from backend.web.processing import register
from tests.cast import NOW, Cast
from volunteers.models import Volunteer
from volunteers.queries.own_data import own_data

OURS = {"accounts", "audit", "messaging", "webhooks", "institutions", "volunteers"}
# A field by one of these names holds a person's.
PERSONAL = {
    *("phone", "email", "body", "to", "first_name", "last_name", "actor_name"),
    *("contact_name", "contact_phone", "companion_name", "volunteer_ref", "recipient_ref"),
}
# Tables with a key to a volunteer: the heading of the own data that shows them.
SHOWN = {
    "VolunteerSkill": "Foreninger og færdigheder",
    "Membership": "Foreninger og færdigheder",
    "Certificate": "Attester",
    "Referral": "Henvist, inviteret og bekræftet",
    "FriendLink": "Henvist, inviteret og bekræftet",
    "YoungHelper": "Henvist, inviteret og bekræftet",
    "Offer": "Spørgsmål til dig",
    "Assignment": "Dine tilmeldinger",
    "Participant": "Arrangementer",
    "Acceptance": "Det har du sagt ja til",
    "Link": "Links til dig",
    "GroupName": "Grupper og milepæle",
    "Milestone": "Grupper og milepæle",
    "Nomination": "Historier, forslag og priser",
    "ExitTalk": "Historier, forslag og priser",
    "TextStop": "Sms stoppet og startet",
    "Disagreement": "Uenigheder",
    "StoryPerson": "Historier, forslag og priser",
    "Suggestion": "Historier, forslag og priser",
}
NOT_SHOWN = {"Volunteer": "the row it was merged into is the person's own"}


def keys_to(model: type[models.Model], whom: type[models.Model]) -> list[str]:
    """The keys of a model that lead to a person."""
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.related_model is whom
    ]


def about_people() -> set[str]:
    """Our models that hold a person or something of one."""
    return {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS
        and (
            keys_to(model, Volunteer)
            or keys_to(model, User)
            or PERSONAL & {field.name for field in model._meta.fields}
        )
    }


def test_every_table_about_people_stands_in_the_register() -> None:
    listed = list(chain.from_iterable(one["tables"] for one in register()))

    assert about_people() - set(listed) == set()
    assert [label for label in listed if apps.get_model(label) is None] == []
    assert len(listed) == len(set(listed))


def test_each_processing_is_told_in_both_languages() -> None:
    told = {frozenset(one[language]) for one in register() for language in ("da", "en")}

    assert len(told) == 1
    assert len(told.pop()) == 8
    assert [one["code"] for one in register() if not all(one["da"].values())] == []
    assert [one["code"] for one in register() if not all(one["en"].values())] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("da", "Hvem der får dem"), ("en", "Who gets it")])
def test_the_register_is_a_page(client: Client, language: str, words: str) -> None:
    page = client.get(f"/oplysninger/fortegnelse?sprog={language}").content.decode()

    assert page.count(words) == len(register())
    assert [one["code"] for one in register() if one[language]["title"] not in page] == []


def test_every_table_with_a_key_to_a_person_is_in_the_own_data_or_named() -> None:
    hanging = {model.__name__ for model in apps.get_models() if keys_to(model, Volunteer)}

    assert hanging == {*SHOWN, *NOT_SHOWN}


@pytest.mark.django_db
def test_the_own_data_has_every_heading_and_tells_who_looked(cast: Cast) -> None:
    Look.objects.create(
        municipality=cast.municipality,
        at=NOW,
        user=cast.coordinator,
        volunteer_ref=cast.helper.pk,
        page="volunteers:person",
    )

    data = own_data(cast.helper)

    assert set(SHOWN.values()) - set(data) == set()
    assert data["Hvem har set sider om dig"] == [
        {
            "Tid": "23-11-2026 kl. 10:00",
            "Hvem": cast.coordinator.name,
            "Side": "Din side hos koordinatoren",
        }
    ]
