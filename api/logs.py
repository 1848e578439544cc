"""Logs: one JSON object a line; codes, counts and identifiers, never what a paper says."""

import json
import logging
import sys
from datetime import UTC, datetime

from api.settings import Settings

FIELDS = ("request", "method", "route", "status", "milliseconds", "viewer")


class JsonLines(logging.Formatter):
    """Formats a record as JSON; of an exception only its kind and place are told."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: value for name in FIELDS if (value := getattr(record, name, None))}
        if record.exc_info:
            told["error"] = _told(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line = f"{record.levelname.lower():7} {record.name}: {record.getMessage()}"
        return f"{line} {_told(record.exc_info[1])}" if record.exc_info else line


def _told(error: BaseException | None) -> list[str]:
    """Name an exception and where it came from; its message may quote what a paper says."""
    lines = []
    while error is not None:
        places = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_qualname}:{trace.tb_lineno}")
            trace = trace.tb_next
        lines.append(f"{type(error).__name__} in {' > '.join(places[-6:])}")
        error = error.__cause__
    return lines


def configure(settings: Settings) -> None:
    """Send everything to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log == "json" else PlainLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("dbos", "alembic", "uvicorn.access", "multipart", "python_multipart"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
