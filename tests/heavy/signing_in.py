"""A person at the sign-in page of a real server, each call over a line of its own."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

WORKER = "X-Worker"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LOGIN = "/konto/log-ind"


@dataclass
class Visitor:
    """Keeps cookies as a browser does, and which workers answered."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    workers: set[str] = field(default_factory=set)
    token: str = ""

    def get(self, path: str) -> int:
        """The status of a page."""
        return self._call("GET", path, "")

    def sign_in(self, email: str, password: str) -> bool:
        """One try with the form; whether the door opened."""
        if not self.token:
            self.get(LOGIN)
        form = {"csrfmiddlewaretoken": self.token, "login": email, "password": password}
        return self._call("POST", LOGIN, urlencode(form)) == 302

    def _call(self, method: str, path: str, body: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": kept}
        line.request(method, path, body, headers)
        response = line.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        self.workers.add(response.headers.get(WORKER) or "")
        if found := _TOKEN.search(text):
            self.token = found.group(1)
        line.close()
        return response.status
