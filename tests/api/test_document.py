"""The OpenAPI document is true, valid, and the committed one; its page keeps the strict CSP."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from api.urls import urlpatterns
from tests.api.conftest import BASE
from tests.api.test_routes import OPEN_TO_ALL

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"


def test_the_committed_document_is_the_one_the_views_write(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yaml"
    GENERATOR_STATS.reset()

    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)

    # When this fails: manage.py spectacular --file docs/openapi.yaml
    assert fresh.read_text("utf-8") == COMMITTED.read_text("utf-8")


def test_the_document_is_valid_openapi_and_a_broken_one_is_not() -> None:
    document = yaml.safe_load(COMMITTED.read_text("utf-8"))

    validate(document)

    assert document["openapi"] == "3.1.0"
    del document["info"]["title"]
    with pytest.raises(OpenAPIValidationError):
        validate(document)


def test_every_guarded_address_is_in_the_document() -> None:
    document = yaml.safe_load(COMMITTED.read_text("utf-8"))
    ours = {
        f"{BASE}/" + re.sub(r"<(?:uuid|slug|int):(.+?)>", r"{\1}", str(one.pattern))
        for one in urlpatterns
        if one.callback.view_class not in OPEN_TO_ALL
    }

    assert set(document["paths"]) - {f"{BASE}/schema"} == ours


def test_the_page_has_no_script_or_style_of_its_own(db: None) -> None:
    page = Client().get(f"{BASE}/docs").content.decode()
    script = Client().get(f"{BASE}/docs", {"script": ""})

    assert re.findall(r"<style|style=|onload=|<script>|https?://", page) == []
    assert len(re.findall(r"<script src=", page)) == 3
    assert script.headers["Content-Type"] == "application/javascript"
    assert script.content.decode().count(f"{BASE}/schema") == 1
