"""A server that speaks Twilio's message API on loopback: keeps state, signs, and fails on demand.

Written from Twilio's published description. The real twilio client talks to it over HTTP.
"""

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

ACCOUNT = "AC" + "0" * 32
TOKEN = "test-token-one"


class Fault(StrEnum):
    """What goes wrong with one POST, before or after the message is taken."""

    HOLD_BEFORE = "hold before"
    HOLD_AFTER = "hold after"
    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    ERROR_BEFORE = "500 before"
    ERROR_AFTER = "500 after"
    HTML_503 = "503 HTML"
    EMPTY_201 = "201 {}"
    BAD_JSON_201 = "201 bad JSON"


STATUS_OF_CODE = {"20003": 401, "20429": 429, "21408": 403}


@dataclass
class TwilioServer:
    """The account: ``taken`` messages in order, and ``faults`` that the next POSTs meet.

    ``written`` are texts from people. ``taken_at`` are the monotonic times of those that were
    taken. A fault is a ``Fault`` or a code such as "21610". ``delay`` is seconds before each
    answer. Where ``tells_first`` is our own address, a receipt comes there before the answer.
    """

    taken: list[dict[str, str]] = field(default_factory=list)
    taken_at: list[float] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    written: list[dict[str, str]] = field(default_factory=list)
    delay: float = 0.0
    tells_first: str = ""
    posts: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"account": self})
        self._http = _Server(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def settings(self, **changes: object) -> dict[str, object]:
        """Django's TWILIO setting for this server."""
        return {
            "account_sid": ACCOUNT,
            "auth_tokens": [TOKEN],
            "region": "",
            "edge": "",
            "base_url": self.url,
            "timeout_seconds": 1,
            **changes,
        }

    def take(self, form: dict[str, str]) -> dict[str, str]:
        """Takes a message and gives it an id."""
        with self.lock:
            message = {
                "sid": f"SM{len(self.taken) + 1:032x}",
                "status": "queued",
                "direction": "outbound-api",
                "to": form["To"],
                "from": form["From"],
                "body": form["Body"],
                "num_segments": "1",
                "error_code": None,
                "status_callback": form.get("StatusCallback", ""),
                "validity_period": form.get("ValidityPeriod", ""),
                "date_created": format_datetime(datetime.now(tz=UTC)),
            }
            self.taken.append(message)
            self.taken_at.append(time.monotonic())
            return message

    def write(self, phone: str, to: str, body: str) -> dict[str, str]:
        """A text from a person to our number, whether or not our door hears of it."""
        text = {
            "sid": f"SMF{len(self.written) + 1:031x}",
            "status": "received",
            "direction": "inbound",
            "to": to,
            "from": phone,
            "body": body,
            "date_created": format_datetime(datetime.now(tz=UTC)),
        }
        self.written.append(text)
        return text

    def callback(self, sid: str, status: str, code: str = "", *, to_host: str) -> int:
        """Tells the message's callback address over HTTP at ``to_host``; the answer's status."""
        message = next(row for row in self.taken if row["sid"] == sid)
        path = urllib.parse.urlsplit(message["status_callback"]).path
        form = receipt_form(message, status, code)
        request = urllib.request.Request(
            to_host + path,
            data=urllib.parse.urlencode(form).encode(),
            headers={"X-Twilio-Signature": sign(message["status_callback"], form)},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


def receipt_form(message: dict[str, str], status: str, code: str = "") -> dict[str, str]:
    """The form of a status callback."""
    form = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "MessageSid": message["sid"],
        "MessageStatus": status,
        "SmsSid": message["sid"],
        "SmsStatus": status,
        "To": message["to"],
        "From": message["from"],
    }
    return form | ({"ErrorCode": code} if code else {})


def sign(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """Twilio's signature: HMAC-SHA1 over the address and the sorted form."""
    text = url + "".join(key + form[key] for key in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


class _Server(ThreadingHTTPServer):
    # Many lanes connect at the same moment; the system's five would refuse some of them.
    request_queue_size = 256


class _Handler(BaseHTTPRequestHandler):
    account: TwilioServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
        account = self.account
        with account.lock:
            account.posts += 1
            fault = account.faults.popleft() if account.faults else ""
        time.sleep(account.delay)
        if not self._is_signed_in():
            self._refuse("20003")
        elif fault.isdigit():
            self._refuse(fault)
        elif fault in (Fault.HOLD_BEFORE, Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.HTML_503):
            self._fail(fault)
        else:
            message = account.take(form)
            if account.tells_first:
                account.callback(message["sid"], "delivered", to_host=account.tells_first)
            if fault:
                self._fail(fault)
            else:
                self._answer(201, json.dumps(message))

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if not self._is_signed_in():
            self._refuse("20003")
        elif path.endswith("/Messages.json"):
            to = dict(urllib.parse.parse_qsl(query)).get("To")
            kept = [*self.account.taken, *self.account.written]
            rows = [row for row in reversed(kept) if to in (None, row["to"])]
            self._answer(200, json.dumps({"messages": rows, "next_page_uri": None, "page": 0}))
        else:
            sid = path.rpartition("/")[2].removesuffix(".json")
            rows = [row for row in self.account.taken if row["sid"] == sid]
            self._answer(200, json.dumps(rows[0])) if rows else self._refuse("20404")

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""

    def _is_signed_in(self) -> bool:
        wanted = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {wanted}"

    def _fail(self, fault: str) -> None:
        if fault in (Fault.HOLD_BEFORE, Fault.HOLD_AFTER):
            self.account.held.set()
            self.account.release.wait(30)
            self.close_connection = True
        elif fault in (Fault.RESET_BEFORE, Fault.RESET_AFTER):
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
        elif fault == Fault.HTML_503:
            self._answer(503, "<html>busy</html>")
        elif fault == Fault.EMPTY_201:
            self._answer(201, "{}")
        elif fault == Fault.BAD_JSON_201:
            self._answer(201, '{"sid": "SM')
        else:
            self._answer(500, json.dumps({"code": 20500, "message": "error", "status": 500}))

    def _refuse(self, code: str) -> None:
        status = STATUS_OF_CODE.get(code, 404 if code == "20404" else 400)
        body = {"code": int(code), "message": "refused", "more_info": "", "status": status}
        self._answer(status, json.dumps(body))

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
