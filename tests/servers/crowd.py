"""Many people at the same moment: a real HTTP server with a pool of threads, and its clients."""

import http.client
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connections

WORKERS = 16


@dataclass(frozen=True)
class Answer:
    """What one client got."""

    status: int
    body: str


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


class PoolServer(WSGIServer):
    """Takes every call at once and answers ``WORKERS`` at a time, as a real deployment does."""

    request_queue_size = 512
    daemon_threads = True

    def __init__(self, application: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Quiet)
        self.set_app(application)
        self.pool = ThreadPoolExecutor(WORKERS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Hands the call to the pool."""
        self.pool.submit(self._answer, request, client_address)

    def _answer(self, request: socket, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)
            connections.close_all()


@contextmanager
def serving(application: Any) -> Iterator[int]:
    """The port of a server for this WSGI application; all its threads end with the block."""
    server = PoolServer(application)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.pool.shutdown()
        server.server_close()


def post_all(
    port: int, paths: Sequence[str], form: dict[str, str], *, may_hang_up: bool = False
) -> list[Answer]:
    """One POST to each path, all let go at the same moment; the answers in the same order.

    ``may_hang_up``: a server that dies in between answers with status 0.
    """
    body = urlencode(form)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    calls = [("POST", path, body, headers) for path in paths]
    return _all(port, calls, may_hang_up=may_hang_up)


def get_all(port: int, paths: Sequence[str]) -> list[Answer]:
    """One GET of each path, all at the same moment."""
    return _all(port, [("GET", path, "", {}) for path in paths])


def _all(
    port: int, calls: Sequence[tuple[str, str, str, dict[str, str]]], *, may_hang_up: bool = False
) -> list[Answer]:
    start = Barrier(len(calls))

    def call(one: tuple[str, str, str, dict[str, str]]) -> Answer:
        method, path, body, headers = one
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.connect()
        start.wait()
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            return Answer(response.status, response.read().decode())
        except (OSError, http.client.HTTPException):
            if not may_hang_up:
                raise
            return Answer(0, "")
        finally:
            line.close()

    with ThreadPoolExecutor(len(calls)) as clients:
        return list(clients.map(call, calls))
