"""Logs: one line each, with tokens and telephone numbers masked."""

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "backend.common.masking.MaskingFormatter", "format": _LINE}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The twilio client writes telephone numbers at INFO.
    "loggers": {"twilio": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
