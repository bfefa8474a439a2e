"""P19: the production settings pass Django's check; every route answers with the right headers.

The server runs with the production settings, behind a proxy that ends TLS, as docs/setup.md has it.
"""

import csv
import http.client
import os
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from backend.accounts.models import User
from tests.architecture.routes import Route, routes
from tests.architecture.test_routes import address, make_stage
from tests.heavy.figures import keep_figure
from tests.servers.granian import NOW, ROOT, Server, granian
from tests.servers.pump_process import database_url

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
HOST = "samspil.example"
ASVS = ROOT / "docs" / "asvs.csv"
LINES, BY_A_TEST = 253, 150
NO_FINDING = "System check identified no issues (0 silenced)."
EXACT = {
    "X-Frame-Options": {"DENY"},
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Strict-Transport-Security": {"max-age=31536000; includeSubDomains; preload"},
}
POLICY = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"}


@pytest.fixture
def key(settings: Settings) -> str:
    """A strong secret, the same for us and for the server, so that our sessions are its own."""
    settings.SECRET_KEY = secrets.token_urlsafe(60)
    return str(settings.SECRET_KEY)


def production(key: str, **more: str) -> dict[str, str]:
    """The environment of a service in production."""
    return {
        "SAMSPIL_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "SAMSPIL_SECRET_KEY": key,
        "SAMSPIL_HOSTS": HOST,
        "SAMSPIL_PUBLIC_URL": f"https://{HOST}",
        "SAMSPIL_TLS_ENDS_BEFORE_US": "1",
        "DATABASE_URL": database_url(),
        **more,
    }


def manage(environment: dict[str, str], *words: str) -> str:
    """What a command of manage.py says."""
    said = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        # Playwright's tests leave this behind.
        env={**os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout + said.stderr


def signed_in(user: User) -> str:
    """The session of somebody who has used both factors."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    for method in ("password", "mfa"):
        record_authentication(request, user, method)
    request.session.save()
    return str(client.cookies["sessionid"].value)


def where(route: Route, rows: dict[str, Any]) -> str:
    """The route's address, with our rows where we have them."""
    known = {**dict.fromkeys(route.takes, "ukendt"), **rows}
    try:
        return address(route, known)
    except Exception:  # noqa: BLE001 - whatever it takes, an unknown one answers too.
        return f"/{route.address.split('<')[0].split('^')[0]}ukendt"


def headers_of(server: Server, path: str, session: str) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of a page behind the proxy."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    cookies = f"__Host-sessionid={session}; sessionid={session}"
    asked = {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookies}
    line.request("GET", path, headers=asked)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers


def faults_in(headers: http.client.HTTPMessage, *, staff: bool) -> Iterator[str]:
    """What is missing or wrong in one answer."""
    for name, good in EXACT.items():
        if headers.get(name) not in good:
            yield f"{name}: {headers.get(name)}"
    policy = headers.get("Content-Security-Policy", "")
    parts = {part.strip() for part in policy.split(";")}
    if not parts >= POLICY or "unsafe" in policy or "*" in policy:
        yield f"Content-Security-Policy: {policy}"
    for cookie in headers.get_all("Set-Cookie") or []:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        if not flags >= {"secure", "httponly", "samesite=lax"} and "max-age=0" not in flags:
            yield f"Set-Cookie: {cookie.split('=')[0]} {sorted(flags)}"
    if staff and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"


def answered_lines() -> tuple[int, int, int]:
    """Lines of docs/asvs.csv, those with an answer, and those answered by a named test."""
    if not ASVS.exists():
        return 0, 0, 0
    with ASVS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answered = [row for row in rows if row["answer"] and (row["tests"] or row["why"])]
    by_test = [row for row in rows if row["tests"]]
    return len(rows), len(answered), len(by_test)


def test_the_service_in_production(key: str) -> None:
    cast, _, rows = make_stage()
    # As .ci/run has it: without a proxy, whose redirect to TLS is not ours to check.
    said = manage(production(key, SAMSPIL_TLS_ENDS_BEFORE_US="0"), "check", "--deploy")
    manage(production(key), "collectstatic", "--no-input")
    session = signed_in(cast.coordinator)
    faults: list[str] = []
    statuses: Counter[int] = Counter()
    with granian(NOW, workers=2, threads=1, **production(key)) as server:
        for route in routes():
            status, headers = headers_of(server, where(route, rows), session)
            statuses[status] += 1
            found = faults_in(headers, staff=route.staff and status == 200)
            faults += [f"{route.name} {status}: {fault}" for fault in found]
    print(*faults, sep="\n")
    careless = production(key, SAMSPIL_MODE="demo")
    with granian(NOW, workers=1, threads=1, **careless) as server:
        status, headers = headers_of(server, "/", session)
    lines, answered, by_test = answered_lines()

    keep_figure(
        "P19",
        figure=len(faults),
        unit=f"wrong headers on {statuses.total()} routes with the production settings "
        f"(statuses {dict(sorted(statuses.items()))}); check --deploy: {said.splitlines()[-1]}; "
        f"ASVS 5.0: {answered} of {lines} lines answered, {by_test} by a named test",
        held=not faults
        and NO_FINDING in said
        and answered == lines == LINES
        and by_test >= BY_A_TEST
        and statuses[200] > 100
        and not statuses.keys() & {500},
        control_failed=NO_FINDING not in manage(careless, "check", "--deploy")
        and any(faults_in(headers, staff=False)),
    )
