"""Where commands that stay up write their log."""

import asyncio
import logging
import sys
import warnings

from app.settings import Settings
from app.telemetry.log_format import JsonFormatter, RequestFilter, TextFormatter

# What graphql-core had begun of an operation, when its client has gone.
_UNFINISHED = r"coroutine '(Executor|GraphQLCoreConverter)\..*' was never awaited"
QUIET = ("uvicorn", "pymongo", "httpx", "httpcore", "websockets", "opentelemetry", "urllib3")


def configure(settings: Settings) -> None:
    """Log to standard error from ``ONE_LOG_LEVEL`` on; libraries only their warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RequestFilter())
    handler.setFormatter(_formatter(settings))
    logging.basicConfig(level=settings.log_level, handlers=[handler])
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    logging.getLogger("uvicorn.error").addFilter(_is_fault)
    warnings.filterwarnings("ignore", _UNFINISHED, RuntimeWarning)


def _formatter(settings: Settings) -> logging.Formatter:
    people_read = sys.stderr.isatty() if settings.log_format == "auto" else False
    return TextFormatter() if people_read or settings.log_format == "text" else JsonFormatter()


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a record is more than a request that was cut off because the server stops."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
