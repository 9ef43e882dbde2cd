"""Where commands that stay up write their log."""

import asyncio
import logging

from app.settings import Settings

QUIET = ("uvicorn", "pymongo", "httpx", "httpcore", "websockets")


def configure(settings: Settings) -> None:
    """Log to standard error from ``ONE_LOG_LEVEL`` on; libraries only their warnings."""
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    logging.getLogger("uvicorn.error").addFilter(_is_fault)


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a record is more than a request that was cut off because the server stops."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
