"""Deeds of several people at one moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import OperationalError, connection

from backend.common.refusals import Refusal


def at_once(*deeds: Callable[[], object]) -> list[BaseException | None]:
    """Runs the deeds in threads of their own from one start; gives what each raised."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> BaseException | None:
        try:
            start.wait(timeout=20)
            deed()
        except (Refusal, OperationalError) as raised:
            return raised
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))
