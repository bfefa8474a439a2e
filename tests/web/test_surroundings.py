"""Headers of personal links, language, colours, sign-in's narrowness, health."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from backend.accounts.models import Municipality, User
from backend.web.colours import stylesheet

LOCALE = Path(settings.LOCALE_PATHS[0])
TEMPLATES = Path(settings.BASE_DIR).glob("*/templates/**/*.html")
PRIVATE = ("Referrer-Policy", "Cache-Control", "X-Robots-Tag")


@pytest.fixture
def municipality() -> Municipality:
    return Municipality.objects.create(
        slug="soeglimt",
        name="Søglimt Kommune",
        short_name="Søglimt",
        sms_sender="Søglimt",
        link_host="s.soeglimt.dk",
        phone="+4512345678",
        email="frivillig@soeglimt.example",
        colour="#7a1f3d",
    )


@pytest.fixture
def lone(municipality: Municipality) -> User:
    return User.objects.create_user(
        "lone@soeglimt.example", "rød-sol-over-søen", name="Lone", municipality=municipality
    )


@pytest.mark.django_db
def test_personal_links_stay_out_of_referrers_caches_and_search(client: Client) -> None:
    response = client.get("/s/findes-ikke")
    assert [response.headers[name] for name in PRIVATE] == ["no-referrer", "no-store", "noindex"]


@pytest.mark.django_db
def test_control_other_pages_have_the_ordinary_policy(client: Client) -> None:
    response = client.get("/er-smsen-aegte")
    assert [response.headers.get(name) for name in PRIVATE] == ["same-origin", None, None]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "language"), [("", "da"), ("?sprog=en", "en"), ("?sprog=tlh", "da")]
)
def test_danish_unless_chosen_whatever_the_browser_prefers(
    client: Client, query: str, language: str
) -> None:
    response = client.get(f"/er-smsen-aegte{query}", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == language
    assert response.content.decode().count(f'<html lang="{language}">') == 1


@pytest.mark.django_db
def test_the_chosen_language_is_remembered_and_stays_on_this_site() -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    there = client.post("/sprog", {"language": "en", "next": "https://fremmed.example/"})
    assert there.headers["Location"] == "/"
    assert client.get("/").headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_language_button_leads_back_here_in_the_other_language(client: Client) -> None:
    shown = client.get("/tilgaengelighed?uge=48&sprog=en").content.decode()
    assert shown.count('name="next" value="/tilgaengelighed?uge=48"') == 1
    assert shown.count('value="da"') == 1
    assert shown.count('href="/oplysninger?sprog=en"') == 1


@pytest.mark.django_db
def test_the_colour_is_a_file_of_its_own(client: Client, municipality: Municipality) -> None:
    assert client.get("/farver/soeglimt.css").content.decode() == (
        ":root{--kommune:#7a1f3d;--kommune-dark:#55162b;--kommune-tint:#f6eff1}\n"
    )
    assert client.get("/farver/ukendt.css").content.decode() == stylesheet("#005b70")


def test_nothing_but_a_colour_gets_into_the_stylesheet() -> None:
    assert stylesheet("#fff}body{x:url(//a)}") == stylesheet("#005b70")


@pytest.mark.django_db
def test_health_asks_the_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        response = client.get("/sundhed")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client: Client) -> None:
    for address in ("/konto/signup/", "/accounts/signup/", "/konto/opret"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/tilgaengelighed", "/tilgaengelighed"),
        ("https://fremmed.example/", "/hjem"),
        ("//fremmed.example/", "/hjem"),
        ("https://testserver.fremmed.example/", "/hjem"),
    ],
)
def test_sign_in_leads_nowhere_else(client: Client, lone: User, wanted: str, reached: str) -> None:
    response = client.post(
        "/konto/log-ind",
        {"login": lone.email, "password": "rød-sol-over-søen", "next": wanted},
    )
    assert (response.status_code, response.headers["Location"]) == (302, reached)


@pytest.mark.django_db
def test_sign_out_needs_a_post(client: Client, lone: User) -> None:
    client.force_login(lone)
    client.get("/konto/log-af")
    assert "_auth_user_id" in client.session
    client.post("/konto/log-af")
    assert "_auth_user_id" not in client.session


def test_every_icon_that_is_named_exists() -> None:
    sprite = Path(finders.find("dkfds/img/all-svg-icons.svg")).read_text(encoding="utf-8")
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8"))
    }
    assert named - set(re.findall(r'id="([^"]+)"', sprite)) == set()


def test_only_what_is_served_is_found() -> None:
    assert finders.find("dkfds/css/dkfds-borgerdk.css") is None
    assert finders.find("dkfds/css/dkfds.min.css") is not None


@pytest.mark.parametrize("language", ["da", "en"])
def test_compiled_translations_are_those_that_were_written(language: str) -> None:
    source = LOCALE / language / "LC_MESSAGES" / "django.po"
    written = dict(
        re.findall(r'(?m)^msgid "(.+)"\nmsgstr "(.*)"$', source.read_text(encoding="utf-8"))
    )
    with source.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert {text: catalogue.gettext(text) for text in written} == written


def test_what_volunteers_meet_is_there_in_english() -> None:
    folder = Path(settings.BASE_DIR) / "backend" / "templates"
    met = [folder / "base.html", folder / "link_base.html"]
    met += [*folder.glob("includes/*.html"), *folder.glob("public/*.html")]
    used = {
        text
        for template in met
        for text in re.findall(r'{% translate "([^"]+)"', template.read_text(encoding="utf-8"))
    }
    source = (LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert used - set(re.findall(r'(?m)^msgid "(.+)"$', source)) == set()
