"""A stage in a database of its own: times, people, and each person's link to each time.

Run as ``python -m tests.servers.stage_process PEOPLE TIMES SEATS`` with DATABASE_URL. It makes the
tables, plays the cast's day, and prints the links as JSON: the path and the question's number.
"""

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent


def make_links(
    environment: dict[str, str], *, people: int, times: int, seats: int
) -> list[tuple[str, int]]:
    """The links of such a stage in the database that ``environment`` names."""
    size = [str(number) for number in (people, times, seats)]
    made = subprocess.run(
        [sys.executable, "-m", "tests.servers.stage_process", *size],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [(path, offer) for path, offer in json.loads(made.stdout.splitlines()[-1])]


def main(people: int, times: int, seats: int) -> None:
    """Makes everything and prints the links, one time's people after another's."""
    import django

    django.setup()
    import time_machine
    from django.core.management import call_command

    from tests.cast import NOW, make_cast, make_volunteers, open_slot

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with time_machine.travel(NOW, tick=True):
        cast = make_cast()
        crowd = make_volunteers(cast, people)
        slots = [open_slot(cast, seats=seats, days=3 + day) for day in range(times)]
        links = [link for slot in slots for link in _links(slot, crowd)]
    print(json.dumps(links))


def _links(slot, crowd) -> list[tuple[str, int]]:
    from tests.cast import NOW, offer_to
    from volunteers.actions.links import issue_links
    from volunteers.models import Link

    offers = [offer_to(slot, person) for person in crowd]
    addresses = issue_links(offers, purpose=Link.Purpose.ANSWER, at=NOW)
    return [
        ("/s/" + address.rsplit("/", 1)[1], offer.pk)
        for address, offer in zip(addresses, offers, strict=True)
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
