"""What of a page would be dead in a browser without scripts, read from its HTML alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Hidden by the stylesheet where scripts do not run: what cannot be done without them.
NEEDS_SCRIPT = "needs-script"
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
_CONTROLS = frozenset({"input", "select", "textarea"})
_SENDERS = frozenset({"submit", "image"})


@dataclass
class Element:
    """One element with its attributes and the elements around it, innermost last."""

    tag: str
    attributes: dict[str, str]
    around: tuple["Element", ...]

    def get(self, name: str) -> str:
        """The attribute, or the empty string."""
        return self.attributes.get(name, "")

    def __str__(self) -> str:
        """The start tag as it is read in a fault."""
        told = [f'{name}="{value}"' for name, value in self.attributes.items()]
        return f"<{' '.join([self.tag, *told])}>"


@dataclass
class _Reader(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                break


def dead_parts(html: str, address: str) -> list[str]:
    """One line for each part of the page at ``address`` that does nothing without scripts."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_faults(reader.elements, address))


def _faults(elements: list[Element], address: str) -> Iterator[str]:
    ids = {element.get("id") for element in elements} - {""}
    for element in elements:
        if any(name.startswith("on") for name in element.attributes):
            yield f"acts by a script of its own: {element}"
        if element.tag == "a" and not _leads_somewhere(element, ids):
            yield f"leads nowhere: {element}"
        if element.tag == "button" and not _is_sent(element, ids):
            yield f"sends nothing: {element}"
        if element.tag in _CONTROLS and _form_of(element, ids) is None:
            yield f"stands outside a form: {element}"
        if element.tag == "form" and not _can_be_sent(element, elements):
            yield f"has no button: {element}"
        if not _has_plain_road(element, address):
            yield f"works by htmx only: {element}"


def _leads_somewhere(link: Element, ids: set[str]) -> bool:
    href = link.get("href")
    if href.startswith("#"):
        return href[1:] in ids
    return bool(href) and not href.startswith("javascript:")


def _form_of(part: Element, ids: set[str]) -> str | None:
    """The id of the form the part belongs to ("" for one without); None when there is none."""
    if part.get("form"):
        return part.get("form") if part.get("form") in ids else None
    return next((box.get("id") for box in reversed(part.around) if box.tag == "form"), None)


def _hidden_without_scripts(part: Element) -> bool:
    return any(NEEDS_SCRIPT in box.get("class").split() for box in (*part.around, part))


def _is_sent(button: Element, ids: set[str]) -> bool:
    if _hidden_without_scripts(button):
        return True
    sends = button.get("type") in {"", "submit"}
    return sends and _form_of(button, ids) is not None


def _can_be_sent(form: Element, elements: list[Element]) -> bool:
    return _hidden_without_scripts(form) or any(
        (part.tag == "button" and part.get("type") in {"", "submit"})
        or (part.tag == "button" and _hidden_without_scripts(part))
        or (part.tag == "input" and part.get("type") in _SENDERS)
        for part in elements
        if form in part.around or (form.get("id") and part.get("form") == form.get("id"))
    )


def _has_plain_road(part: Element, address: str) -> bool:
    """A form that is sent or a link that is followed anyway, or a page that renews itself."""
    get, post = part.get("hx-get"), part.get("hx-post")
    if not (get or post or "hx-delete" in part.attributes or "hx-put" in part.attributes):
        return True
    if part.tag == "form" and post:
        return part.get("method") == "post" and part.get("action") == post
    if part.tag in {"a", "form"} and get:
        return get in (part.get("href"), part.get("action"))
    return bool(get) and not post and urlsplit(get).path == urlsplit(address).path
