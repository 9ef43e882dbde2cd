"""Values that JSON does not have, on their way into a worker and out of it."""

import base64
from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.limits import MEBIBYTE
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json
from tests.sandbox.plugins import Listener, method, run, write_service

_BYTES = {"$base64": base64.b64encode(b"\x00\xff bytes").decode()}


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return write_service(
        tmp_path / "p",
        """
        echo(value) { return value; }
        kind(value) { return Object.prototype.toString.call(value); }
        make(expression) { return eval(expression); }
        length(binary) { return binary.length; }
        async *pieces() { yield 'one '; yield 'two'; }
        async *endless() { for (;;) yield 'x'.repeat(2 ** 16); }
        """,
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "[object Null]"),
        ([1, 2.5, "text", True, {"a": [None]}], "[object Array]"),
        (_BYTES, "[object Uint8Array]"),
        ({"$bigint": "123456789012345678901234567890"}, "[object BigInt]"),
        ({"$date": "2026-01-31T12:00:00.000Z"}, "[object Date]"),
        ({"$map": [["k", _BYTES], [{"$bigint": "1"}, 2]]}, "[object Map]"),
        ({"$set": [1, {"$date": "2026-01-31T12:00:00.000Z"}]}, "[object Set]"),
        ({"$date": "x", "other": 1}, "[object Object]"),
    ],
)
async def test_a_value_comes_back_as_it_went_in(
    pool: WorkerPool, artifact: Path, value: Json, kind: str
) -> None:
    assert (await run(pool, artifact, method("kind", value))).result == kind
    assert (await run(pool, artifact, method("echo", value))).result == value


@pytest.mark.parametrize(
    ("expression", "form"),
    [
        ("undefined", None),
        ("({ a: undefined, b: [undefined] })", {"b": [None]}),
        ("[NaN, Infinity, -Infinity]", [{"$number": n} for n in ("NaN", "Infinity", "-Infinity")]),
        ("new Float32Array([1])", {"$base64": "AACAPw=="}),
        ("Uint8Array.of(1, 2, 3).buffer", {"$base64": "AQID"}),
        ("Buffer.from('abcdef').subarray(1, 3)", {"$base64": "YmM="}),
        ("new Blob(['hi'])", {"$base64": "aGk="}),
        ("Symbol('s')", {"$symbol": "s"}),
        ("(function named() {})", {"$function": "named"}),
        ("/a+/g", "/a+/g"),
        ("new URL('http://localhost/x')", "http://localhost/x"),
        ("(() => { const a = { b: {} }; a.b.c = a; return a; })()", {"b": {"c": {"$cycle": "#"}}}),
        ("(() => { const x = {}; return [x, x]; })()", [{}, {}]),
        ("({ get broken() { throw 1; }, ok: 2 })", {"broken": 1, "ok": 2}),
        (
            "({ toJSON: () => ({ at: new Date(0) }) })",
            {"at": {"$date": "1970-01-01T00:00:00.000Z"}},
        ),
        ("({ later: Promise.resolve(new Set([1])) })", {"later": {"$set": [1]}}),
        ("new Response('body').body", {"$base64": "Ym9keQ=="}),
        ("({ text: this.pieces() })", {"text": "one two"}),
        ("(async function* () { yield 1; yield 'a'; })()", [1, "a"]),
    ],
)
async def test_a_result_that_json_does_not_have_has_a_form(
    pool: WorkerPool, artifact: Path, expression: str, form: Json
) -> None:
    assert (await run(pool, artifact, method("make", expression))).result == form


async def test_an_error_keeps_its_name_message_and_cause(pool: WorkerPool, artifact: Path) -> None:
    expression = "Object.assign(new TypeError('no', { cause: 'why' }), { code: 'E' })"
    form = (await run(pool, artifact, method("make", expression))).result
    assert isinstance(form, dict)
    error = form["$error"]
    assert error.pop("stack").startswith("TypeError: no")
    assert error == {"name": "TypeError", "message": "no", "code": "E", "cause": "why"}


async def test_what_is_nested_too_deep_is_cut(pool: WorkerPool, artifact: Path) -> None:
    expression = "(() => { let v = 1; for (let i = 0; i < 5000; i++) v = [v]; return v; })()"
    assert "depth" in str((await run(pool, artifact, method("make", expression))).result)


async def test_each_piece_of_a_stream_is_heard_as_it_comes(
    pool: WorkerPool, artifact: Path
) -> None:
    listener = Listener()
    answer = await run(pool, artifact, method("pieces"), listener=listener)
    assert (answer.result, listener.chunks, answer.callbacks) == ("one two", ["one ", "two"], [])


class TestSize:
    async def test_ten_megabytes_of_binary_cross_both_ways(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        value = {"$base64": base64.b64encode(bytes(10 * MEBIBYTE)).decode()}
        assert (await run(pool, artifact, method("length", value))).result == 10 * MEBIBYTE
        assert (await run(pool, artifact, method("echo", value))).result == value

    async def test_a_larger_result_is_refused(self, pool: WorkerPool, artifact: Path) -> None:
        with pytest.raises(CallFailed) as failure:
            await run(pool, artifact, method("make", "Buffer.alloc(11 * 2 ** 20)"))
        assert failure.value.code == "VALUE_TOO_LARGE"

    async def test_a_larger_argument_is_refused_before_it_is_sent(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        with pytest.raises(CallFailed) as failure:
            await run(pool, artifact, method("echo", "x" * 20 * MEBIBYTE))
        assert failure.value.code == "VALUE_TOO_LARGE"
        assert (await run(pool, artifact, method("echo", 1))).result == 1

    async def test_a_stream_without_end_is_refused(self, pool: WorkerPool, artifact: Path) -> None:
        with pytest.raises(CallFailed) as failure:
            await run(pool, artifact, method("endless"))
        assert failure.value.code == "VALUE_TOO_LARGE"

    async def test_an_argument_that_is_not_json_is_refused(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        with pytest.raises(CallFailed) as failure:
            await run(pool, artifact, method("echo", {1, 2}))
        assert failure.value.code == "VALUE_NOT_JSON"
