"""P17: from a backup to a running service on a machine that has nothing of it.

The backup is PostgreSQL's own (pg_dump). It is read back into a new cluster that has the fence's
roles; every table's rows are the same, and the service answers a person's link from it. The control
is a backup that leaves a table out.
"""

import http.client
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.conf import settings
from psycopg import sql

from backend.accounts.fence import FENCED_ROLE
from backend.accounts.walls import KEEPER_ROLE
from backend.database.binaries import find_binaries
from backend.database.places import choose_place, choose_runner
from tests.architecture.test_routes import make_stage
from tests.cast import NOW, offer_to
from tests.heavy.figures import keep_figure
from tests.servers.crowd import exchange
from tests.servers.granian import granian
from tests.servers.own_postgres import OwnPostgres
from tests.servers.pump_process import database_url
from volunteers.actions.links import issue_link
from volunteers.models import Assignment, Link

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
MOST_MINUTES = 30
ROLES = (FENCED_ROLE, KEEPER_ROLE)
LEFT_OUT = "audit_auditentry"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
CHECKSUM = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may pass through."""
    with tempfile.TemporaryDirectory(prefix="samspil-p17-", dir="/tmp") as made:
        if choose_runner().switch:
            Path(made).chmod(0o711)
        yield Path(made)


def checksums(url: str) -> dict[str, tuple[int, str]]:
    """Rows and a sum over them, by table."""
    with psycopg.connect(url) as line:
        tables = [name for (name,) in line.execute(TABLES).fetchall()]
        found = {}
        for name in tables:
            row = line.execute(sql.SQL(CHECKSUM).format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[name] = (int(row[0]), str(row[1]))
        return found


def program(name: str) -> str:
    """One of PostgreSQL's own programs."""
    place = choose_place(settings.BASE_DIR, "test")
    return str(find_binaries(place).folder / name)


def back_up(into: Path, *more: str) -> None:
    """The backup as an administrator takes it."""
    command = [program("pg_dump"), "--format", "custom", *more, "--file", str(into)]
    subprocess.run([*command, "--dbname", database_url()], check=True)


def restore(backup: Path, url: str) -> None:
    """Into an empty database; stops at the first fault. Roles are the cluster's, not a backup's."""
    with psycopg.connect(url, autocommit=True) as line:
        for role in ROLES:
            line.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    command = [program("pg_restore"), "--no-owner", "--exit-on-error", "--dbname", url]
    subprocess.run([*command, str(backup)], check=True)


def answers_from(url: str, path: str) -> int:
    """The status of a person's page from a service on this database."""
    with granian(workers=2, threads=1, DATABASE_URL=url) as server:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        answer, _ = exchange(line, "GET", path, "", {})
        line.close()
        return answer.status


def test_a_service_comes_back_from_its_backup(folder: Path) -> None:
    with time_machine.travel(NOW, tick=True):
        make_stage()
        seat = Assignment.objects.select_related("slot", "volunteer").first()
        assert seat is not None
        offer = offer_to(seat.slot, seat.volunteer)
        link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=NOW)
    wanted = checksums(database_url())
    back_up(folder / "backup")
    back_up(folder / "careless", f"--exclude-table-data={LEFT_OUT}")

    begun = time.monotonic()
    with OwnPostgres(folder / "pg") as machine:
        restore(folder / "backup", machine.url)
        found = checksums(machine.url)
        status = answers_from(machine.url, f"/s/{link.rsplit('/', 1)[1]}")
    minutes = (time.monotonic() - begun) / 60
    with OwnPostgres(folder / "other") as machine:
        restore(folder / "careless", machine.url)
        naive = checksums(machine.url)

    apart = [name for name in wanted if found.get(name) != wanted[name]]
    keep_figure(
        "P17",
        figure=round(minutes, 1),
        unit=f"minutes from an empty cluster to an answered link; {len(apart)} of {len(wanted)} "
        f"tables differ ({sum(count for count, _ in wanted.values())} rows)",
        held=not apart and status == 200 and minutes <= MOST_MINUTES,
        control_failed=naive[LEFT_OUT] != wanted[LEFT_OUT],
    )
