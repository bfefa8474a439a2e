"""A client that another municipality's developer would generate drives the whole journey."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler

from institutions.models import Tick
from tests.api.conftest import key_for, need_body
from tests.api.test_document import COMMITTED
from tests.cast import NOW, Cast
from volunteers.actions.clockwork import run_clockwork

NAME = "samspil_generated"
Client = Callable[..., Any]


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Finds a thing of the client: ``generated("models", "Yes")``."""
    folder = tmp_path / NAME
    tool = Path(sys.executable).with_name("openapi-python-client")
    order = ["generate", "--path", COMMITTED, "--output-path", folder, "--meta", "none"]
    subprocess.run([tool, *order], check=True, capture_output=True)
    monkeypatch.syspath_prepend(tmp_path)

    def find(place: str, name: str = "") -> Any:
        module: ModuleType = importlib.import_module(f"{NAME}.{place}")
        return getattr(module, name) if name else module

    yield find
    for module in [one for one in sys.modules if one.startswith(NAME)]:
        del sys.modules[module]


@pytest.fixture
def call(cast: Cast, wsgi: WSGIHandler, generated: Callable[..., Any]) -> Client:
    """``call("tasks.tasks_publish", uuid)``: one call by the coordinator's key, and its answer."""
    with time_machine.travel(NOW, tick=False):
        key = key_for(cast, cast.coordinator)
    client = generated("client", "AuthenticatedClient")(
        base_url="http://testserver",
        token=key,
        raise_on_unexpected_status=True,
        httpx_args={"transport": httpx.WSGITransport(app=wsgi)},
    )

    def each(address: str, *place: Any, **sent: Any) -> Any:
        answer = generated(f"api.{address}").sync(*place, client=client, **sent)
        assert type(answer).__name__ != "Problem", answer
        return answer

    return each


def test_from_a_tick_to_a_counted_yes(
    cast: Cast, generated: Callable[..., Any], call: Client
) -> None:
    def body(shape: str, **values: Any) -> Any:
        return generated("models", shape).from_dict(values)

    Tick.objects.filter(run__institution=cast.here, item__code="F07").delete()
    here, start = cast.here.external_uuid, NOW + timedelta(days=3, hours=3)
    yes = "Ja, det erklærer jeg."
    with time_machine.travel(NOW, tick=False):
        tick = body("Evidence", evidence="Lone Prøve")
        assert call("institutions.institutions_checklist_tick", here, "F07", body=tick).ready
        need = generated("models", "NewNeed").from_dict(need_body(cast))
        task = call("institutions.institutions_tasks", here, body=need, idempotency_key="k-1")
        declared = body("Declaration", answers={"F02": yes, "F15": yes})
        call("tasks.tasks_declare", task.id, body=declared)
        [slot] = task.slots
        assert call("slots.slots_wave_preview_retrieve", slot.id).fits == 1
        assert call("tasks.tasks_publish", task.id).state == "open"
        [offer] = call("offers.offers_list", slot=slot.id).results
        said = body("Yes", channel="phone", accepts_rules=True)
        assert call("offers.offers_accept", offer.id, body=said).outcome == "confirmed"
    ended = start + timedelta(hours=2)
    run_clockwork(at=ended)
    with time_machine.travel(ended, tick=False):
        [seat] = call("assignments.assignments_list", slot=slot.id).results
        came = body("Attendance", came=True)
        held = call("assignments.assignments_record_attendance", seat.id, body=came)
        assert (held.state, held.hours) == ("attended", "2.00")
        call("slots.slots_give_thanks", slot.id, body=body("Thanking"))
        figures = call("indicators.indicators_retrieve").indicators

    assert {one.code: float(one.value) for one in figures if one.code in {"K01", "K10"}} == {
        "K01": 1,
        "K10": 2,
    }
