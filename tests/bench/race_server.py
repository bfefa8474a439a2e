"""The server of the demo, with several workers that can be killed for real."""

from contextlib import AbstractContextManager

from tests.servers import granian as service
from tests.servers.granian import Server

__all__ = ["Server", "granian"]
WORKERS, THREADS = 3, 4


def granian() -> AbstractContextManager[Server]:
    """The service on this process's database; ends with the block."""
    return service.granian(workers=WORKERS, threads=THREADS)
