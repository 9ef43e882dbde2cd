"""How a log record is written: a line for people, or a JSON object for programs."""

import logging
from datetime import UTC, datetime

from pythonjsonlogger.core import LogData
from pythonjsonlogger.orjson import OrjsonFormatter

from app.telemetry.redaction import redact
from app.telemetry.request_context import current_request
from app.telemetry.tracing import current_trace_id

_CONTEXT = ("request_id", "operation", "person", "trace_id")

_OURS = frozenset({"level", "logger", "method", "client", *_CONTEXT})  # hold nobody's text


class RequestFilter(logging.Filter):
    """Gives each record the request that it is about; what a record says itself stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add what is known; nothing is held back."""
        request = current_request()
        if request:
            known = vars(record)
            known.setdefault("request_id", request.id)
            known.setdefault("operation", request.operation)
            known.setdefault("person", request.person)
        if trace_id := current_trace_id():
            record.trace_id = trace_id
        return True


class TextFormatter(logging.Formatter):
    """A line, with the request at its end."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - overrides
        """The line before a traceback, if any."""
        known = {name: getattr(record, name, None) for name in _CONTEXT}
        told = " ".join(f"{name}={value}" for name, value in known.items() if value)
        return super().formatMessage(record) + (f" [{told}]" if told else "")

    def format(self, record: logging.LogRecord) -> str:
        """The whole, without secrets."""
        return redact(super().format(record))


class JsonFormatter(OrjsonFormatter):
    """One object a line: time, level, logger, message, the request, and what else was given."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
        )

    def process_log_record(self, log_data: LogData) -> LogData:
        """Leave out what is unknown, and secrets."""
        return {"time": datetime.now(UTC).isoformat(timespec="milliseconds")} | {
            key: redact(value) if isinstance(value, str) and key not in _OURS else value
            for key, value in log_data.items()
            if value is not None
        }
