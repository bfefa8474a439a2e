"""Another system that listens for webhooks, with the manners of good and of bad ones."""

import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Received:
    """One call as it arrived."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class WebhookServer:
    """Listens on loopback; ``statuses`` are given one after the other, then 204 for ever.

    ``drips``: the head of the answer comes a byte at a time. ``body_size``: how much it talks.
    """

    certificate: Path | None = None
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    body_size: int = 0
    calls: list[Received] = field(default_factory=list)
    sent_bytes: int = 0

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://127.0.0.1:{self.port}/hook"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.calls.append(Received(self.path, dict(self.headers), body))
                self._answer()

            def _answer(self) -> None:
                try:
                    if outer.drips:
                        self._drip()
                        return
                    self.send_response(outer.statuses.pop(0) if outer.statuses else 204)
                    for name, value in outer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    while outer.sent_bytes < outer.body_size:
                        outer.sent_bytes += self.wfile.write(b"x" * 65536)
                except OSError:
                    self.close_connection = True

            def _drip(self) -> None:
                for sign in b"HTTP/1.1 200 OK\r\n\r\n":
                    self.wfile.write(bytes([sign]))
                    time.sleep(0.1)

            def log_message(self, *args: object) -> None:
                """Silent."""

        return Handler


def make_certificate(folder: Path, host: str) -> Path:
    """A self-signed certificate for a name or a number, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    is_number = host.replace(".", "").isdigit()
    alternative = x509.IPAddress(ip_address(host)) if is_number else x509.DNSName(host)
    begun = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
