"""The API's page of documentation in a real browser, under the strict policy."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.pages import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_swagger_ui_draws_the_document_and_breaks_no_policy(
    live_server: LiveServer, page: Page
) -> None:
    found = look(page, f"{live_server.url}/api/v1/docs", 1280)
    # The page fetches the document and draws it after it has loaded.
    page.wait_for_selector(".opblock-summary-path")

    assert (found.policy, found.strangers, found.errors) == ([], [], [])
    assert page.locator(".opblock-summary-path").count() > 35
