"""The second need takes at most three inputs, counted at the keyboard; new pages looked at."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from playwright.sync_api import Page

from institutions.actions.need_templates import keep_as_template
from institutions.models import Slot, Task
from tests.browser.pages import check_page
from tests.browser.test_leader_pages import sign_in
from tests.cast import NOW, Cast, draft_need, make_volunteers, open_slot
from tests.servers.crowd import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_INPUTS = 3


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the service, on the cast's day."""
    with time_machine.travel(NOW, tick=True), serving(get_wsgi_application()) as port:
        yield f"http://127.0.0.1:{port}"


class Hand:
    """Fills and ticks, and counts how often."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inputs = 0

    def write(self, label: str, text: str) -> None:
        """One input."""
        self.page.get_by_label(label).fill(text)
        self.inputs += 1

    def tick(self, label: str) -> None:
        """One input."""
        self.page.get_by_label(label).check()
        self.inputs += 1


def from_the_last_one(page: Page, _task: Task) -> None:
    """Kopiér et tidligere behov."""
    page.get_by_text("Kopiér et tidligere behov").click()
    page.get_by_role("link", name="Følgeskab til koncert", exact=True).click()


def from_a_template(page: Page, _task: Task) -> None:
    """Start fra skabelon."""
    page.get_by_text("Start fra skabelon").click()
    page.get_by_role("link", name="Koncerttur").click()


@pytest.mark.parametrize("begin", [from_the_last_one, from_a_template])
def test_the_second_need_takes_three_inputs(
    cast: Cast, site: str, page: Page, begin: Callable[[Page, Task], None]
) -> None:
    first = open_slot(cast, seats=2).task
    # Those who came since then have no question that waits for an answer.
    make_volunteers(cast, 6)
    by = cast.actor(cast.leader)
    keep_as_template(task=first, everywhere=False, title="Koncerttur", by=by, at=NOW)
    sign_in(page, site, cast.leader)
    hand = Hand(page)

    page.goto(site + reverse("institutions:new_need", args=[cast.here.pk]))
    begin(page, first)
    hand.write("Dato", "3.12.2026")
    page.get_by_role("button", name="Fortsæt").click()
    hand.tick("F02")
    hand.tick("F15")
    page.get_by_role("button", name="Fortsæt").click()
    page.get_by_role("button", name="Send sms til").click()
    page.get_by_role("heading", name="Opgaven er lagt ud").wait_for()

    second = Task.objects.latest("pk")
    assert (second.state, second.slots.get().seats) == ("open", 2)
    assert hand.inputs <= MOST_INPUTS


def test_control_a_need_from_nothing_takes_more(cast: Cast, site: str, page: Page) -> None:
    sign_in(page, site, cast.leader)
    hand = Hand(page)

    page.goto(site + reverse("institutions:new_need", args=[cast.here.pk]))
    hand.tick("Følgeskab")
    hand.write("Overskrift til den frivillige", "Gåtur")
    hand.write("Kort titel til sms’en", "Gåtur")
    hand.write("Hvad skal den frivillige gøre?", "Gå en tur i parken.")
    hand.write("Hvad skal den frivillige ikke gøre?", "Du skal ikke løfte.")
    page.get_by_role("button", name="Fortsæt").click()
    hand.write("Dato", "3.12.2026")
    hand.write("Fra klokken", "13")
    hand.write("Til klokken", "15")
    page.get_by_role("button", name="Fortsæt").click()
    page.get_by_role("heading", name="Tjekliste for opgaven").wait_for()

    # The customer's ceiling for a first need: eight fields that must be filled in.
    assert MOST_INPUTS < hand.inputs <= 8
    assert Slot.objects.get().seats == 1


def test_the_new_pages_live_up_to_the_rules(cast: Cast, site: str, page: Page) -> None:
    by = cast.actor(cast.leader)
    draft = draft_need(cast, languages=["en"], practical="Der er hund.", seats=3)
    template = keep_as_template(task=draft, everywhere=False, by=by, at=NOW)
    slot = open_slot(cast, seats=3, conditions=["stairs"], insurance_text="Kommunens ordning.")
    Slot.objects.filter(pk=slot.pk).update(min_seats=2)
    sign_in(page, site, cast.leader)
    addresses = [
        reverse("institutions:need_task", args=[draft.pk]),
        reverse("institutions:need_check", args=[draft.pk]),
        reverse("institutions:keep_template", args=[draft.pk]),
        reverse("institutions:templates"),
        reverse("institutions:template", args=[template.uuid]),
        reverse("institutions:use_template", args=[template.uuid, cast.here.pk]),
        reverse("institutions:minimum", args=[slot.pk]),
        reverse("institutions:slot", args=[slot.uuid]),
        reverse("institutions:seats", args=[slot.uuid]),
    ]
    for address in addresses:
        check_page(page, site + address)
