"""What a worker asks of its agent's database."""

import base64
import binascii
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed
from sandbox.worker.rows import MOST_ROWS, KeptRow, RowQuery, Rows, Table

_TABLE = TypeAdapter(Table)
_ROWS = TypeAdapter(list[KeptRow])
_IDS = TypeAdapter(list[str])


async def answer_row_ask(rows: Rows, verb: str, args: list[Any]) -> Json:
    """Do what an ask says, once its arguments have their forms.

    Raises:
        HostCallFailed: they have not, or the host cannot do it.
    """
    try:
        return await _answer(rows, verb, _TABLE.validate_python(args[0] if args else None), args)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        text = f"rows.{verb} does not take this: {where} {first['msg']}"
        raise HostCallFailed("INVALID_ARGUMENTS", text) from None


async def _answer(rows: Rows, verb: str, table: Table, args: list[Any]) -> Json:
    match verb, args[1:]:
        case "get", [ids]:
            return [_sent(row) for row in await rows.get(table, _ids(ids))]
        case "find", [query]:
            found = await rows.find(table, RowQuery.model_validate(query))
            return [_sent(row) for row in found]
        case "count", [query]:
            return await rows.count(table, RowQuery.model_validate(query))
        case "nearest", [query, vector, int() | float() as threshold]:
            wanted = RowQuery.model_validate(query)
            near = await rows.nearest(table, wanted, _bytes(vector), threshold)
            return [{"row": _sent(row), "similarity": similarity} for row, similarity in near]
        case "put", [list() as given]:
            _check_number(given)
            await rows.put(table, _ROWS.validate_python([_received(row) for row in given]))
            return None
        case "remove", [ids]:
            await rows.remove(table, _ids(ids))
            return None
    raise HostCallFailed("INVALID_ARGUMENTS", f"rows.{verb} does not take these arguments")


def _ids(given: object) -> list[str]:
    ids = _IDS.validate_python(given)
    _check_number(ids)
    return ids


def _check_number(rows: list[Any]) -> None:
    if len(rows) > MOST_ROWS:
        raise HostCallFailed("INVALID_ARGUMENTS", f"{MOST_ROWS} rows at most, not {len(rows)}")


def _received(row: object) -> object:
    if isinstance(row, dict) and row.get("vector") is not None:
        return {**row, "vector": _bytes(row["vector"])}
    return row


def _sent(row: KeptRow) -> dict[str, Any]:
    shown = row.model_dump()
    if row.vector is not None:
        shown["vector"] = {"$base64": base64.b64encode(row.vector).decode()}
    return shown


def _bytes(form: object) -> bytes:
    try:
        text = form["$base64"] if isinstance(form, dict) else None
        vector = base64.b64decode(text or "", validate=True)
    except (KeyError, TypeError, binascii.Error):
        vector = b""
    if not vector or len(vector) % 4:
        raise HostCallFailed("INVALID_ARGUMENTS", "A vector is a list of numbers")
    return vector
