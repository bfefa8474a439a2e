"""The one way this package says no: a sentence that names what to do."""


class DatabaseRefusedError(Exception):
    """No database can be offered; the text is shown to the person at the keyboard as it is."""


USE_OWN_SERVER = (
    "Or set DATABASE_URL=postgresql://user:password@host/name to use a server of yours."
)
