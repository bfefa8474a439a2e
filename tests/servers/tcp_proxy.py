"""A TCP proxy on loopback that fails as networks do: refuses, hangs, cuts, and answers late."""

import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit


class Weather(StrEnum):
    """What the line does to the next connections."""

    FINE = "fine"
    # Nobody listens: the connection is refused.
    DOWN = "down"
    # Taken and never answered.
    HANGS = "hangs"
    # The request arrives, the answer is cut after some bytes.
    CUTS = "cuts"
    # The request arrives, the answer is reset before its first byte.
    RESETS = "resets"
    # The request arrives, the answer comes after the client gave up.
    LATE = "late"
    # One byte at a time.
    DRIPS = "drips"


@dataclass
class TcpProxy:
    """Stands before the server at ``target`` (an http address); ``weather`` may change any time."""

    target: str
    weather: Weather = Weather.FINE
    late: float = 2.0
    connections: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        self._thread.join(5)
        self._listener.close()

    @property
    def url(self) -> str:
        """Where clients find the server through the line."""
        return f"http://127.0.0.1:{self._port}"

    def go_down(self) -> None:
        """Stops listening, so that the system itself refuses."""
        self.__exit__()

    def come_back(self) -> None:
        """Listens again at the same port."""
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", self._port), backlog=256)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            client, _ = self._listener.accept()
            self.connections += 1
            threading.Thread(target=self._carry, args=(client, self.weather), daemon=True).start()

    def _carry(self, client: socket.socket, weather: Weather) -> None:
        with suppress(OSError), client:
            if weather is Weather.HANGS:
                self._ended.wait(60)
                return
            place = urlsplit(self.target)
            with socket.create_connection((place.hostname or "", place.port or 0)) as server:
                asked = threading.Thread(target=_pour, args=(client, server), daemon=True)
                asked.start()
                self._answer(server, client, weather)

    def _answer(self, server: socket.socket, client: socket.socket, weather: Weather) -> None:
        first = server.recv(65_536)
        if weather is Weather.RESETS:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif weather is Weather.CUTS:
            client.sendall(first[: len(first) // 2])
        elif weather is Weather.LATE:
            time.sleep(self.late)
            client.sendall(first)
        elif weather is Weather.DRIPS:
            for byte in first:
                client.sendall(bytes([byte]))
                time.sleep(0.001)
        else:
            client.sendall(first)
            _pour(server, client)


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65_536):
            sink.sendall(chunk)
