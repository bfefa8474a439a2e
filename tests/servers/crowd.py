"""Many people at the same moment: a real HTTP server with a pool of threads, and its clients."""

import http.client
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from socket import socket
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connections

WORKERS = 16
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What one client got, and how long it waited for it."""

    status: int
    body: str
    seconds: float = 0.0


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
    calls = [("POST", path, urlencode(form), FORM) for path in paths]
    return _all(port, calls, may_hang_up=may_hang_up)


def get_all(port: int, paths: Sequence[str]) -> list[Answer]:
    """One GET of each path, all at the same moment."""
    return _all(port, [("GET", path, "", {}) for path in paths])


def tap_all(port: int, paths: Sequence[str], form: dict[str, str]) -> list[Answer]:
    """As ``post_all``, and each reads the page it is sent on to; the seconds are of both."""
    body = urlencode(form)

    def tap(path: str, start: Barrier) -> Answer:
        line = _connected(port)
        start.wait()
        begun = time.perf_counter()
        answer, onward = exchange(line, "POST", path, body, FORM)
        line.close()
        if onward:
            line = _connected(port)
            answer, _ = exchange(line, "GET", onward, "", {})
            line.close()
        return replace(answer, seconds=time.perf_counter() - begun)

    return _together([lambda start, path=path: tap(path, start) for path in paths])


def exchange(
    line: http.client.HTTPConnection, method: str, path: str, body: str, headers: dict[str, str]
) -> tuple[Answer, str]:
    """One call over an open line: the answer, and where it sends on to ("" for nowhere)."""
    line.request(method, path, body, headers)
    response = line.getresponse()
    return Answer(response.status, response.read().decode()), response.headers["Location"] or ""


def _all(
    port: int, calls: Sequence[tuple[str, str, str, dict[str, str]]], *, may_hang_up: bool = False
) -> list[Answer]:
    def call(one: tuple[str, str, str, dict[str, str]], start: Barrier) -> Answer:
        line = _connected(port)
        start.wait()
        begun = time.perf_counter()
        try:
            answer, _ = exchange(line, *one)
        except (OSError, http.client.HTTPException):
            if not may_hang_up:
                raise
            return Answer(0, "")
        finally:
            line.close()
        return replace(answer, seconds=time.perf_counter() - begun)

    return _together([lambda start, one=one: call(one, start) for one in calls])


def _connected(port: int) -> http.client.HTTPConnection:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.connect()
    return line


def _together(clients: Sequence[Callable[[Barrier], Answer]]) -> list[Answer]:
    """All begin at the same moment; the answers in their order."""
    start = Barrier(len(clients))
    with ThreadPoolExecutor(len(clients)) as pool:
        return [each.result() for each in [pool.submit(client, start) for client in clients]]
