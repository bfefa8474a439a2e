"""The ten steps in a real browser, from sign-in to a counted yes, and the API reads the same."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from backend.accounts.models import User
from backend.messaging import pump
from institutions.models import Slot, Tick
from tests.cast import NOW, PASSWORD, Cast, make_cast
from volunteers.actions.clockwork import run_clockwork
from volunteers.models import Assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """The clock of the pages, which the test moves."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def sign_in(page: Page, address: str, user: User) -> None:
    page.goto(f"{address}/konto/log-ind")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("button", name="Log af").first).to_be_visible()


def test_from_sign_in_to_a_counted_yes(
    live_server,
    context: BrowserContext,
    page: Page,
    moment: time_machine.Traveller,
) -> None:
    cast = make_cast()
    home = live_server.url
    # 1-2. The leader signs in and closes the point that is open.
    Tick.objects.filter(run__institution=cast.here, item__code="F12").delete()
    sign_in(page, home, cast.leader)
    close_the_open_point(page)
    # 3-4. A need in four pages, checked before anybody is asked.
    post_a_need(page)
    # 5. The worker hands the question over; it lies on the telephone.
    pump.drain(lambda: NOW + timedelta(minutes=1))
    answer = link_on_the_telephone(page, cast)
    # 6-7. The volunteer says yes without signing in, and has the calendar file.
    say_yes(context, f"{home}{answer}")
    pump.drain(lambda: NOW + timedelta(minutes=2))
    # 8. The day comes: attendance in two taps, and thanks.
    slot = Slot.objects.get()
    moment.move_to(slot.ends_at + timedelta(hours=1))
    run_clockwork(at=slot.ends_at + timedelta(hours=1))
    sign_in_again(page, home, cast.leader)
    record_who_came(page, home, slot)
    # 9. The coordinator reads the figure, and the API reads the same.
    sign_in_again(page, home, cast.coordinator)
    page.goto(f"{home}/koordinator/maal/K10/")
    expect(page.get_by_text("Frivilligtimer er 2,5 timer")).to_be_visible()
    told = page.request.get(f"{home}/api/v1/indicators").json()["indicators"]
    counted = next(one for one in told if one["code"] == "K10")
    assert float(counted["value"]) == 2.5
    assert Assignment.objects.get().hours == 2.5
    # 10. The ambassador sees the department.
    sign_in_again(page, home, cast.ambassador)
    expect(page.get_by_role("heading", name="Truede behov")).to_be_visible()


def sign_in_again(page: Page, home: str, user: User) -> None:
    page.context.clear_cookies()
    sign_in(page, home, user)


def close_the_open_point(page: Page) -> None:
    page.get_by_role("link", name="Tjekliste").first.click()
    point = page.locator("#F12")
    expect(point).to_contain_text("Mangler")
    point.get_by_role("textbox").first.fill("Gennemgået med arbejdsmiljøgruppen")
    point.get_by_role("button", name=re.compile("Sæt hak")).click()
    expect(page.locator("#F12")).to_contain_text("I orden")


def post_a_need(page: Page) -> None:
    page.get_by_role("link", name="Nyt behov").first.click()
    page.get_by_label("Følgeskab").check()
    page.get_by_label("Overskrift til den frivillige").fill("Følgeskab til koncert")
    page.get_by_label("Kort titel til sms’en").fill("følg til koncert")
    page.get_by_label("Hvad skal den frivillige gøre?").fill("Du følger to beboere til koncert.")
    page.get_by_label("Hvad skal den frivillige ikke gøre?").fill("Du skal ikke løfte nogen.")
    page.get_by_role("radio", name="Nej", exact=True).check()
    page.get_by_role("button", name="Fortsæt").click()
    page.get_by_label("Dato").fill("26/11/2026")
    page.get_by_label("Fra klokken").fill("1330")
    page.get_by_label("Til klokken").fill("16")
    page.get_by_label("Hvor mange frivillige?").fill("1")
    page.get_by_role("button", name="Fortsæt").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_text("Vi spørger 1 af 1, der passer")).to_be_visible()
    expect(page.get_by_text("1 sms pr. modtager")).to_be_visible()
    page.get_by_role("button", name="Send sms til 1 frivillig").click()
    expect(page.get_by_role("heading", name="Opgaven er lagt ud")).to_be_visible()


def link_on_the_telephone(page: Page, cast: Cast) -> str:
    page.get_by_role("link", name="Telefon (demo)").first.click()
    page.get_by_role("table").get_by_role("link").first.click()
    link = page.locator(".sms a").first
    expect(link).to_be_visible()
    return str(link.get_attribute("href"))


def say_yes(context: BrowserContext, address: str) -> None:
    volunteer = context.browser.new_context(java_script_enabled=False, locale="da-DK")
    tab = volunteer.new_page()
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Kan du hjælpe torsdag?")).to_be_visible()
    tab.get_by_role("button", name="Ja, jeg kommer").click()
    expect(tab.get_by_text("Sæt kryds").first).to_be_visible()
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Ja, jeg kommer").click()
    expect(tab.get_by_role("heading", name="Tak, du er på holdet")).to_be_visible()
    file = volunteer.request.get(f"{address}/kalender.ics")
    assert file.text().startswith("BEGIN:VCALENDAR")
    assert volunteer.cookies() == []
    volunteer.close()


def record_who_came(page: Page, home: str, slot: Slot) -> None:
    page.goto(f"{home}/tidspunkt/{slot.uuid}/fremmoede/")
    page.get_by_role("button", name=re.compile("^Mødt")).click()
    page.get_by_role("button", name=re.compile("Sig tak på sms")).click()
    expect(page.get_by_text("Tak er sendt på sms.").first).to_be_visible()
