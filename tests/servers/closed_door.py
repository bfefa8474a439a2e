"""A proxy on loopback that is asked for the way and never shows it: nothing leaves the machine."""

import socket
import threading
from dataclasses import dataclass, field
from typing import Self


@dataclass
class ClosedDoor:
    """Gives ``answer`` to each who asks for a way, and shuts; ``asked`` are their first lines."""

    answer: bytes
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    @property
    def url(self) -> str:
        """The address for HTTPS_PROXY."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                self.asked.append(client.recv(65_536).decode().splitlines()[0])
                client.sendall(self.answer)
