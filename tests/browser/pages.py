"""What a page must live up to in a real browser; other browser tests use ``check_page``."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 375, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Refused loads are reported to the page itself; kept where the check can read them.
_WATCH = """
if (!window.__refused) {
  window.__refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.__refused.push(event.violatedDirective + " " + event.blockedURI);
  });
}
"""
# body hides what sticks out sideways, so it has to be shown before it can be measured.
_WIDER = """
() => {
  document.body.style.overflowX = "visible";
  const width = document.documentElement.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter((element) =>
    element.getBoundingClientRect().right > width + 1 &&
    !element.closest(".sr-only, .skipnav, .table--responsive-scroll, svg"));
  const wider = document.documentElement.scrollWidth > width;
  const page = `the page is ${document.documentElement.scrollWidth} px wide`;
  return wider ? [page, ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))] : [];
}
"""


@dataclass
class Findings:
    """What is wrong with one page at one width; empty lists when nothing is."""

    accessibility: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One line for each fault, with its kind."""
        return [f"{kind}: {fault}" for kind, faults in vars(self).items() for fault in faults]


def check_page(page: Page, url: str, widths: tuple[int, ...] = WIDTHS) -> None:
    """Opens the address, looks at it at each width, and fails with everything that is wrong."""
    first, *others = widths
    faults = [f"{first} px: {line}" for line in look(page, url, first).lines()]
    faults += [fault for width in others for fault in _resized(page, width)]
    assert faults == [], "\n".join([url, *faults])


def check_here(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """The same for the page that stands open (after a POST), without loading it again."""
    faults = [fault for width in widths for fault in _resized(page, width)]
    assert faults == [], "\n".join([page.url, *faults])


def _resized(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    found = Findings(accessibility=_axe(page), sideways=page.evaluate(_WIDER))
    return [f"{width} px: {line}" for line in found.lines()]


def look(page: Page, url: str, width: int) -> Findings:
    """Opens the address at one width and says what is wrong with it."""
    found = Findings()
    host = urlsplit(url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            found.policy.append(message.text)
        elif message.type == "error" and "status of" not in message.text:
            found.errors.append(message.text)

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != host:
            found.strangers.append(request.url)

    def on_page_error(error: Exception) -> None:
        found.errors.append(str(error))

    listeners = {"console": on_console, "request": on_request, "pageerror": on_page_error}
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    try:
        page.set_viewport_size({"width": width, "height": 800})
        page.add_init_script(_WATCH)
        page.goto(url, wait_until="load")
        found.policy += [str(line) for line in page.evaluate("window.__refused")]
        found.sideways += page.evaluate(_WIDER)
        found.accessibility += _axe(page)
    finally:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
    return found


def _axe(page: Page) -> list[str]:
    # evaluate goes through the debugger, so the page's policy stays as strict as it is.
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    result = page.evaluate(f"axe.run(document, {options})")
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]
