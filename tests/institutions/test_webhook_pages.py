"""The coordinator's pages of other systems: the secret once, the calls, and what was given up."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.secrets import unseal
from backend.webhooks.announcements import announce
from backend.webhooks.models import Delivery, Endpoint, Event
from tests.cast import NOW, Cast, open_slot

FORM = {
    "name": "Intranettet",
    "url": "https://hooks.example.org/samspil",
    "events": ["slot.filled", "task.opened"],
}


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in, at NOW."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        yield client


def test_a_system_is_added_and_its_secret_shown_once(page: Client) -> None:
    shown = page.post(reverse("institutions:new_system"), FORM)

    endpoint = Endpoint.objects.get()
    secret = unseal(endpoint.secret)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert shown.content.decode().count(secret) == 1
    own = reverse("institutions:system", args=[endpoint.uuid])
    for address in (own, reverse("institutions:systems")):
        assert secret not in page.get(address).content.decode()


def test_an_address_inside_the_house_is_refused_with_what_was_typed(page: Client) -> None:
    refused = page.post(reverse("institutions:new_system"), {**FORM, "url": "https://10.0.0.1/x"})

    assert refused.status_code == 422
    assert refused.context["form"].errors["url"][0].startswith("Skriv en adresse")
    assert refused.content.decode().count('value="https://10.0.0.1/x"') == 1
    assert Endpoint.objects.count() == 0


def test_calls_are_shown_and_the_dead_are_sent_again(cast: Cast, page: Client) -> None:
    slot = open_slot(cast)
    page.post(reverse("institutions:new_system"), FORM)
    endpoint = Endpoint.objects.get()
    announce(Event.SLOT_FILLED, slot, slot, at=NOW)
    Delivery.objects.update(state="dead", outcome="timeout", attempts=8)
    own = reverse("institutions:system", args=[endpoint.uuid])

    shown = page.get(own).content.decode()
    page.post(reverse("institutions:replay_system", args=[endpoint.uuid]))

    assert (shown.count("opgivet (Svarede ikke i tide)"), shown.count("2 beskeder")) == (2, 1)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"queued"}


def test_it_is_changed_switched_and_gets_another_secret(page: Client) -> None:
    page.post(reverse("institutions:new_system"), FORM)
    endpoint = Endpoint.objects.get()
    old = unseal(endpoint.secret)

    page.post(reverse("institutions:system", args=[endpoint.uuid]), {**FORM, "name": "Nyt navn"})
    page.post(reverse("institutions:system_off", args=[endpoint.uuid]))
    turned = page.post(reverse("institutions:system_secret", args=[endpoint.uuid]))

    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.off_at) == ("Nyt navn", NOW)
    assert (unseal(endpoint.old_secret), turned.content.decode().count(old)) == (old, 0)
    page.post(reverse("institutions:system_on", args=[endpoint.uuid]))
    endpoint.refresh_from_db()
    assert endpoint.off_at is None


def test_a_leader_does_not_find_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)

    assert client.get(reverse("institutions:systems")).status_code == 404
