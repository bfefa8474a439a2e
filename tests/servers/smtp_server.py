"""A real SMTP server on loopback that keeps each mail byte for byte."""

import asyncio
import socket
from dataclasses import dataclass, field
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class SmtpServer:
    """``mails`` are (recipients, raw bytes); ``answers`` are given to the next mails' DATA.

    ``delay`` is seconds before each answer to DATA.
    """

    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    delay: float = 0.0

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """Where the server listens."""
        return self._controller.port

    async def handle_DATA(  # noqa: N802 - the library's name.
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Takes the mail, unless an answer is prepared."""
        await asyncio.sleep(self.delay)
        if self.answers:
            return self.answers.pop(0)
        self.mails.append((list(envelope.rcpt_tos), bytes(envelope.original_content or b"")))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
