"""Twilio's own published OpenAPI description, and a proxy that holds every call up to it.

The description is data of Twilio's npm package ``@twilio/cli-core`` (MIT), fetched once into
``.data`` and known by its hash; nothing of the package is run.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

_KEPT = Path(__file__).resolve().parent.parent.parent / ".data" / "twilio_api_v2010.json"
_PACKAGE = "@twilio/cli-core@9.0.0"
_MEMBER = "package/src/services/twilio-api/twilio_api_v2010.json"
_SHA256 = "170b3ccd0f891416840083d72f1795b1499b14a18d4873fd2b39f47ef84642d6"


def description() -> dict[str, Any]:
    """The description; skips with the reason where it is not kept and npm cannot fetch it."""
    if not _KEPT.exists():
        _fetch()
    content = _KEPT.read_bytes()
    assert hashlib.sha256(content).hexdigest() == _SHA256
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def _fetch() -> None:
    beside = Path(sys.executable).with_name("npm")
    npm = shutil.which("npm") or (str(beside) if beside.exists() else "npm")
    folder = _KEPT.parent
    folder.mkdir(mode=0o711, exist_ok=True)
    command = [npm, "pack", _PACKAGE, "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"npm could not fetch Twilio's description: {error}")
    archive = folder / done.stdout.split()[-1]
    with tarfile.open(archive) as tar:
        member = tar.extractfile(_MEMBER)
        assert member
        _KEPT.write_bytes(member.read())
    archive.unlink()


class DescribedProxy:
    """Stands before the server at ``target``; ``violations`` are what the description forbids."""

    def __init__(self, target: str, described: dict[str, Any]) -> None:
        self.target = target
        self.violations: list[str] = []
        self.calls = 0
        self._paths = {
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"): item
            for path, item in described["paths"].items()
        }
        self._schemas = _plain(described["components"]["schemas"])

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """Where clients find the server through the proxy."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def operation(self, method: str, path: str) -> dict[str, Any]:
        """What is described for the call; empty, and a violation, when nothing is."""
        for pattern, item in self._paths.items():
            if pattern.match(path) and method.lower() in item:
                found: dict[str, Any] = item[method.lower()]
                return found
        self.violations.append(f"{method} {path} is not described")
        return {}

    def check_request(self, operation: dict[str, Any], query: str, form: str) -> None:
        """Every name known, none of the required missing, every value of its type."""
        named = {
            one["name"]: one["schema"]
            for one in operation.get("parameters", [])
            if one["in"] == "query"
        }
        self._check(dict(parse_qsl(query)), {"type": "object", "properties": named})
        body = operation.get("requestBody", {}).get("content", {})
        schema = body.get("application/x-www-form-urlencoded", {}).get("schema", {})
        self._check(dict(parse_qsl(form)), schema)

    def check_answer(self, operation: dict[str, Any], status: int, body: bytes) -> None:
        """The body as described for the status; refusals are not described."""
        answer = operation.get("responses", {}).get(str(status))
        if answer is not None:
            self._judge(json.loads(body), answer["content"]["application/json"]["schema"])

    def _check(self, values: dict[str, str], schema: dict[str, Any]) -> None:
        known = schema.get("properties", {})
        typed = {name: _typed(value, known.get(name, {})) for name, value in values.items()}
        self._judge(typed, {**schema, "additionalProperties": False})

    def _judge(self, value: Any, schema: dict[str, Any]) -> None:
        rules = {**_plain(schema), "components": {"schemas": self._schemas}}
        for error in Draft202012Validator(rules).iter_errors(value):
            self.violations.append(f"{error.json_path}: {error.message}"[:300])


class _Handler(BaseHTTPRequestHandler):
    proxy: DescribedProxy

    def do_GET(self) -> None:
        self._carry(b"")

    def do_POST(self) -> None:
        self._carry(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""

    def _carry(self, body: bytes) -> None:
        proxy, address = self.proxy, urlsplit(self.path)
        proxy.calls += 1
        operation = proxy.operation(self.command, address.path)
        proxy.check_request(operation, address.query, body.decode())
        status, answer = self._forward(body)
        proxy.check_answer(operation, status, answer)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        kept = ("Authorization", "Content-Type")
        headers = {name: self.headers[name] for name in kept if self.headers[name]}
        request = urllib.request.Request(
            self.proxy.target + self.path,
            data=body if self.command == "POST" else None,
            headers=headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def _plain(schema: Any) -> Any:
    """OpenAPI 3.0's ``nullable`` in the words of JSON Schema."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain


def _typed(value: str, schema: dict[str, Any]) -> Any:
    """A form's text as the type that is described, where it can be read as one."""
    if schema.get("type") == "integer" and value.lstrip("-").isdigit():
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return [value] if schema.get("type") == "array" else value
