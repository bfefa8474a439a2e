"""The whole OpenAPI document, called as schemathesis thinks it up: no stumble, no surprise.

A third of the calls fit the document, a third do not, and a third fit it and are about rows that
are there. Each is rolled back, so that the rows stay as they were.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import Settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.views.organisation import Skills
from tests.api.conftest import BASE, key_for
from tests.api.stage import Rows, rows_of
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(3000)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 12


@pytest.fixture
def caller(cast: Cast, settings: Settings) -> Iterator[dict[str, str]]:
    """The coordinator's headers, with more calls than there is time for."""
    settings.API_CALLS_A_MINUTE = 10**9
    with time_machine.travel(NOW, tick=False):
        yield {"Authorization": f"Bearer {key_for(cast, cast.coordinator)}"}


def operations(wsgi: WSGIHandler, only: str = "") -> list[Any]:
    """Every operation of the document, or those below one address."""
    schema = schemathesis.openapi.from_wsgi(f"{BASE}/schema?format=json", wsgi)
    found = [one.ok() for one in schema.get_all_operations()]
    return [one for one in found if one.path.startswith(f"{BASE}/{only}")]


def faults_of(operation: Any, headers: dict[str, str], rows: Rows, seen: Counter) -> Any:
    """What the checks say of some calls of one operation; counts the statuses."""
    noun = operation.path.removeprefix(f"{BASE}/").split("/")[0]
    parts = rows.get(noun, {})
    known = {name: str(parts[name]) for name in parts if f"{{{name}}}" in operation.path}
    strategies = [
        operation.as_strategy(GenerationMode.POSITIVE),
        operation.as_strategy(GenerationMode.NEGATIVE),
        operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known),
    ]
    faults: list[str] = []
    for strategy in strategies:
        _call(strategy, headers, faults, seen)
    return faults


def _call(strategy: Any, headers: dict[str, str], faults: list[str], seen: Counter) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def each(case: Any) -> None:
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        seen[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS, headers=headers)
        except FailureGroup as group:
            faults.extend(f"{case.method} {case.path}: {one}" for one in group.exceptions)

    each()


def test_every_answer_is_one_of_the_documents_own(
    cast: Cast, wsgi: WSGIHandler, caller: dict[str, str]
) -> None:
    rows, seen = rows_of(cast), Counter[int]()
    found = operations(wsgi)

    faults = [fault for one in found for fault in faults_of(one, caller, rows, seen)]

    print(json.dumps({"operations": len(found), "calls": seen.total(), "statuses": dict(seen)}))
    assert faults == []
    assert len(found) > 80
    assert {200, 201, 400, 404, 409, 422} <= set(seen)


@pytest.mark.parametrize("status", [500, 299])
def test_control_an_answer_that_is_not_in_the_document_is_found(
    cast: Cast,
    wsgi: WSGIHandler,
    caller: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    def odd(_view: Any, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> JsonResponse:
        return JsonResponse({"odd": True}, status=status)

    monkeypatch.setattr(Skills, "dispatch", odd)

    [operation] = operations(wsgi, "skills")
    assert faults_of(operation, caller, {}, Counter()) != []
