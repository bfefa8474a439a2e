"""Log lines without secrets and people: tokens of links, telephone numbers, e-mail addresses."""

import logging
import re
import time

_TOKEN = re.compile(r"(/(?:s|kalender|kalender/sted)/)[1-9A-HJ-NP-Za-km-z]{22}")
_PHONE = re.compile(r"\+\d{8,15}\b|(?<![\w.:-])(?:\d{2} ){3}\d{2}(?!\w)")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Query strings of people's own searches (?q=, ?nr=) hold names and numbers.
_SEARCH = re.compile(r"([?&](?:q|nr)=)[^&\s\"]+")


def mask(text: str) -> str:
    """The line with ``***`` for what nobody who reads logs needs; masking twice changes nothing."""
    text = _TOKEN.sub(r"\1***", text)
    text = _SEARCH.sub(r"\1***", text)
    return _MAIL.sub("***@***", _PHONE.sub("+***", text))


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, tracebacks included, whoever wrote it.

    The time is UTC and says so. A line break in a message is written as a sign: what somebody sends
    makes no line of its own.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name.
        """One line, whatever the message holds."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return mask(super().format(record))
