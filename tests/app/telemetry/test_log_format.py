"""Records, as people and programs read them."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from app.telemetry.log_format import JsonFormatter, RequestFilter, TextFormatter
from app.telemetry.request_context import (
    RequestContext,
    operation_begins,
    recognised,
    working_for,
)

SECRET = "hunter2-and-more"


class Written:
    """A logger of its own, and what came of it."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self._stream = io.StringIO()
        handler = logging.StreamHandler(self._stream)
        handler.setFormatter(formatter)
        handler.addFilter(RequestFilter())
        self.log = logging.Logger("app.part")
        self.log.addHandler(handler)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written() -> Written:
    return Written(JsonFormatter())


@pytest.fixture
def request_context() -> Iterator[RequestContext]:
    context = RequestContext("request-1")
    with working_for(context):
        yield context


def test_a_record_is_one_json_object_a_line(written: Written) -> None:
    written.log.warning("two\nlines with %s", "ünïcode")

    (record,) = written.records()
    assert record.pop("time").endswith("+00:00")
    assert record == {
        "level": "WARNING",
        "logger": "app.part",
        "message": "two\nlines with ünïcode",
    }


@pytest.mark.usefixtures("request_context")
def test_it_names_the_request_the_operation_and_the_person(written: Written) -> None:
    recognised("person_1")
    operation_begins("Tour")
    written.log.info("here")

    (record,) = written.records()
    assert record["request_id"] == "request-1"
    assert record["operation"] == "Tour"
    assert record["person"] == "person_1"


async def test_operations_side_by_side_keep_their_names(
    written: Written, request_context: RequestContext
) -> None:
    both = asyncio.Barrier(2)

    async def operate(name: str) -> None:
        operation_begins(name)
        await both.wait()
        written.log.info(name)

    await asyncio.gather(operate("One"), operate("Other"))

    assert {(record["message"], record["operation"]) for record in written.records()} == {
        ("One", "One"),
        ("Other", "Other"),
    }
    assert request_context.operation in ("One", "Other")


def test_tracebacks_and_details_are_told_without_secrets(written: Written) -> None:
    try:
        raise ValueError(f"password={SECRET}")
    except ValueError:
        written.log.exception("with %s", f"Bearer {SECRET}", extra={"uri": f"db://a:{SECRET}@b"})

    (record,) = written.records()
    assert "ValueError" in record["exception"]
    assert record["uri"] == "db://[redacted]@b"
    assert SECRET not in written.text


@pytest.mark.usefixtures("request_context")
def test_people_read_a_line_that_ends_with_the_request() -> None:
    written = Written(TextFormatter())
    written.log.info("sent Bearer %s", SECRET)

    assert written.text.endswith("INFO app.part: sent Bearer [redacted] [request_id=request-1]\n")
