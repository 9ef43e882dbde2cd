"""What each kind of call does with a plugin."""

from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind
from tests.sandbox.plugins import Listener, method, run, write_package, write_service

_SOURCE = Path(__file__).with_name("everything.mjs")


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return write_package(tmp_path / "p", {"index.mjs": _SOURCE.read_text()})


class TestAction:
    async def test_it_gives_its_result_and_its_callbacks(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        listener = Listener()
        call = Call(CallKind.ACTION, "GREET", params={"loud": True}, text="hi there")
        answer = await run(pool, artifact, call, listener=listener)
        text = "sunny\n# Conversation Messages\nCaller: hi there"
        assert answer.result == {"success": True, "data": {"text": text}}
        assert (
            answer.callbacks
            == listener.chunks
            == [
                {"text": "first"},
                {"text": "hi there", "options": {"loud": True}, "mood": "good"},
            ]
        )

    async def test_it_is_found_by_a_simile(self, pool: WorkerPool, artifact: Path) -> None:
        answer = await run(pool, artifact, Call(CallKind.ACTION, "HELLO", text="hi"))
        assert len(answer.callbacks) == 2

    async def test_one_that_does_not_apply_is_not_run(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        with pytest.raises(CallFailed) as failure:
            await run(pool, artifact, Call(CallKind.ACTION, "GREET", text="bye"))
        assert failure.value.code == "ACTION_NOT_APPLICABLE"

    async def test_what_it_throws_comes_with_its_stack(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        with pytest.raises(CallFailed, match="too far") as failure:
            await run(pool, artifact, Call(CallKind.ACTION, "THROW"))
        assert failure.value.code == "PLUGIN_ERROR"
        assert "/plugin/index.mjs" in failure.value.stack
        with pytest.raises(CallFailed, match="just text"):
            await run(pool, artifact, Call(CallKind.ACTION, "THROW_TEXT"))

    async def test_it_is_told_what_was_said_before(self, pool: WorkerPool, artifact: Path) -> None:
        answer = await run(pool, artifact, Call(CallKind.ACTION, "RECALL", text="hello"))
        assert answer.result == {
            "given": "Caller: hello",
            "text": "Agent: at your service\nCaller: hello",
            "kept": 2,
            "list": [["Agent", "at your service"], ["Caller", "hello"]],
        }

    async def test_its_runtime_remembers(self, pool: WorkerPool, artifact: Path) -> None:
        answer = await run(pool, artifact, Call(CallKind.ACTION, "REMEMBER", text="fact"))
        assert answer.result == {
            "found": [True],
            "cached": {"v": 1},
            "count": 2,
            "room": "DM",
            "people": 2,
        }


async def test_a_provider_answers_a_message(pool: WorkerPool, artifact: Path) -> None:
    answer = await run(pool, artifact, Call(CallKind.PROVIDER, "MOOD", text="how is it?"))
    assert answer.result == {
        "text": "sunny",
        "values": {"mood": "good"},
        "data": {"heard": "how is it?"},
    }


async def test_an_evaluator_judges_what_it_applies_to(pool: WorkerPool, artifact: Path) -> None:
    answer = await run(pool, artifact, Call(CallKind.EVALUATOR, "SCORE", text="wow!"))
    assert answer.result == {"score": 7}
    with pytest.raises(CallFailed) as failure:
        await run(pool, artifact, Call(CallKind.EVALUATOR, "SCORE", text="hm"))
    assert failure.value.code == "EVALUATOR_NOT_APPLICABLE"


async def test_a_model_is_used_with_its_parameters(pool: WorkerPool, artifact: Path) -> None:
    answer = await run(pool, artifact, Call(CallKind.MODEL, "TEXT_SMALL", params={"prompt": "a"}))
    assert answer.result == "A"


class TestService:
    async def test_it_has_started_before_it_is_called(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        call = Call(CallKind.SERVICE, "slow", method="ready")
        assert (await run(pool, artifact, call, KEY="true")).result is True

    async def test_why_it_did_not_start_is_said_when_it_is_called(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        call = Call(CallKind.SERVICE, "broken", method="ready")
        with pytest.raises(CallFailed, match="wire cut") as failure:
            await run(pool, artifact, call)
        assert failure.value.code == "SERVICE_NOT_STARTED"

    async def test_the_runtime_can_be_an_argument(self, pool: WorkerPool, tmp_path: Path) -> None:
        artifact = write_service(tmp_path / "r", "same(one) { return one === this.runtime; }")
        assert (await run(pool, artifact, method("same", {"$runtime": True}))).result is True
        assert (await run(pool, artifact, method("same", {"$runtime": 1}))).result is False

    async def test_its_lifecycle_is_not_for_callers(self, pool: WorkerPool, artifact: Path) -> None:
        with pytest.raises(CallFailed, match="There are: ready"):
            await run(pool, artifact, Call(CallKind.SERVICE, "slow", method="stop"))


class TestPartOfService:
    async def test_it_is_called_on_the_object_that_the_service_holds(
        self, pool: WorkerPool, artifact: Path
    ) -> None:
        call = Call(CallKind.SERVICE, "office", method="post.send", args=["hello"])
        assert [(await run(pool, artifact, call)).result for _ in range(2)] == [1, 2]

    @pytest.mark.parametrize(
        "method", ["post.sent", "post.constructor", "post.sent.push", "post.", "post.send.call"]
    )
    async def test_only_methods_are_called(
        self, pool: WorkerPool, artifact: Path, method: str
    ) -> None:
        call = Call(CallKind.SERVICE, "office", method=method)
        with pytest.raises(CallFailed, match=r"service office\.post .*There are: send") as failure:
            await run(pool, artifact, call)
        assert failure.value.code == "CAPABILITY_NOT_FOUND"

    @pytest.mark.parametrize(
        "method", ["runtime.getSetting", "_hidden.send", "__proto__.stop", "constructor.a", ".a"]
    )
    async def test_what_is_not_the_services_own_is_no_part(
        self, pool: WorkerPool, artifact: Path, method: str
    ) -> None:
        call = Call(CallKind.SERVICE, "office", method=method, args=["KEY"])
        with pytest.raises(CallFailed, match="no part of service office") as failure:
            await run(pool, artifact, call)
        assert failure.value.code == "CAPABILITY_NOT_FOUND"


async def test_a_plugin_that_refuses_its_settings_is_not_called(
    pool: WorkerPool, artifact: Path
) -> None:
    with pytest.raises(CallFailed, match="no key") as failure:
        await run(pool, artifact, Call(CallKind.MODEL, "TEXT_SMALL"), KEY="refuse")
    assert failure.value.code == "PLUGIN_NOT_INITIALISED"


ROUTES = """
    export default { name: 'routes', description: 'Routes', routes: [
      { type: 'GET', path: '/people/:id', handler: async (req, res) =>
          res.status(201).set('X-Kind', 'person')
            .json({ id: req.params.id, loud: req.query.loud }) },
      { type: 'POST', path: '/echo', handler: async (req, res) => { res.send(req.body.text); } },
      { type: 'GET', path: '/late', handler: (req, res) => {
          setTimeout(() => { res.write('one '); res.end('two'); }, 20); } },
      { type: 'GET', path: '/bytes', handler: async (req, res) =>
          res.type('image/png').end(Buffer.from([1, 2])) },
      { type: 'STATIC', path: '/static', filePath: './static' },
    ] };"""


class TestRoute:
    @pytest.fixture
    def routes(self, tmp_path: Path) -> Path:
        return write_package(tmp_path / "routes", {"index.mjs": ROUTES})

    async def test_a_request_goes_in_and_a_response_comes_out(
        self, pool: WorkerPool, routes: Path
    ) -> None:
        answer = await run(pool, routes, Call(CallKind.ROUTE, "/people/7?loud=yes"))
        assert answer.result == {
            "status": 201,
            "headers": {"x-kind": "person", "content-type": "application/json"},
            "body": {"id": "7", "loud": "yes"},
        }

    async def test_it_gets_a_body(self, pool: WorkerPool, routes: Path) -> None:
        call = Call(CallKind.ROUTE, "/echo", method="post", params={"text": "<b>hi</b>"})
        answer = await run(pool, routes, call)
        assert isinstance(answer.result, dict)
        assert answer.result["body"] == "<b>hi</b>"

    async def test_one_that_answers_late_is_waited_for(
        self, pool: WorkerPool, routes: Path
    ) -> None:
        answer = await run(pool, routes, Call(CallKind.ROUTE, "/late"))
        assert isinstance(answer.result, dict)
        assert answer.result["body"] == "one two"

    async def test_binary_stays_binary(self, pool: WorkerPool, routes: Path) -> None:
        answer = await run(pool, routes, Call(CallKind.ROUTE, "/bytes"))
        assert isinstance(answer.result, dict)
        assert answer.result["body"] == {"$base64": "AQI="}

    async def test_one_that_is_not_there_is_named_with_all_there_are(
        self, pool: WorkerPool, routes: Path
    ) -> None:
        with pytest.raises(CallFailed, match="GET /people/:id") as failure:
            await run(pool, routes, Call(CallKind.ROUTE, "/person"))
        assert failure.value.code == "CAPABILITY_NOT_FOUND"


class TestConversation:
    async def test_what_was_said_before_is_known(self, pool: WorkerPool, tmp_path: Path) -> None:
        source = """
            export default { name: 'talk', description: 'Talks', actions: [{
              name: 'TALK', description: 'Talks', similes: [], examples: [],
              validate: async () => true,
              handler: async (runtime, message, state, options, callback) => {
                await callback({ text: `heard ${message.content.text}` });
                return { success: true, text: String(state.recentMessages) };
              } }] };"""
        artifact = write_package(tmp_path / "talk", {"index.mjs": source})
        await run(pool, artifact, Call(CallKind.ACTION, "TALK", text="one"))
        answer = await run(pool, artifact, Call(CallKind.ACTION, "TALK", text="two"))
        assert isinstance(answer.result, dict)
        lines = str(answer.result["text"]).splitlines()
        assert [line.partition(": ")[2] for line in lines] == ["one", "heard one", "two"]
