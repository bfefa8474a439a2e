"""What we owe people: providers, mail, and the worker that hands over."""

from backend.environment import flag, read_choice, read_list, read_text
from backend.settings.mode import BASE_DIR, MODE, PRODUCTION

# What we owe people. Without Twilio's credentials the demo's telephone shows each SMS.
TWILIO = {
    "account_sid": read_text("TWILIO_ACCOUNT_SID", default=""),
    "auth_tokens": read_list("TWILIO_AUTH_TOKENS", default=[]),
    # Where Twilio keeps what is sent, and the door to it: ie1 and dublin in the EU.
    "region": read_text("TWILIO_REGION", default=""),
    "edge": read_text("TWILIO_EDGE", default=""),
    "base_url": read_text("TWILIO_BASE_URL", default=""),
    "timeout_seconds": 10,
}
# Any other provider that takes an SMS by HTTP; see docs/messaging.md.
HTTP_SMS_URL = read_text("SAMSPIL_SMS_URL", default="").rstrip("/")
HTTP_SMS_KEY = read_text("SAMSPIL_SMS_KEY", default="")
# The telephone shows every SMS on a page, so production does not have it.
_REST = "off" if PRODUCTION else "phone"
_USUAL = "twilio" if TWILIO["account_sid"] else _REST
SMS_PROVIDER = read_choice(
    "SAMSPIL_SMS", (_REST, "off", "twilio", "http", "nemsms"), default=_USUAL
)
# Letters for the municipality's own mail room; empty: they wait.
_LETTERS = str(BASE_DIR / ".data" / "breve") if MODE == "demo" else ""
LETTER_FOLDER = read_text("SAMSPIL_LETTER_FOLDER", default=_LETTERS)
EMAIL_HOST = read_text("SAMSPIL_SMTP_HOST", default="")
EMAIL_PORT = int(read_text("SAMSPIL_SMTP_PORT", default="25"))
EMAIL_HOST_USER = read_text("SAMSPIL_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = read_text("SAMSPIL_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = flag("SAMSPIL_SMTP_STARTTLS")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = read_text("SAMSPIL_MAIL_FROM", default="samspil@localhost")

# Webhooks to this machine itself: for the demo and the tests alone.
WEBHOOKS_TO_LOOPBACK = MODE == "demo" and flag("SAMSPIL_WEBHOOKS_TO_LOOPBACK")

# The outbox asks the worker to hand over after each commit; tests drive the pump themselves.
MESSAGING_WAKES_PUMP = MODE != "test"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["backend.jobs.tasks"]
# One job at a time a process: with more, the next job of a lock waits for a poll.
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 1,
    "fetch_job_polling_interval": 1.0,
    "update_heartbeat_interval": 10.0,
    "stalled_worker_timeout": 30.0,
    # Then the pump is told to finish what it has in hand; nothing is broken off.
    "shutdown_graceful_timeout": 1.0,
}

# Asked with the message when it is claimed: is it still wanted?
MESSAGING_STILL_WANTED = {
    "tilbud_paamindelse": "volunteers.queries.question_reminders.is_still_wanted",
}
