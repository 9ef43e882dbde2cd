"""Plugins that were written for core 0.x."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind
from sandbox.worker.probe import ServiceProblem, probe
from tests.sandbox.plugins import run, write_package

CODE = """
import { composeContext, elizaLogger, generateText, ModelClass, Service, ServiceType,
  parseJSONObjectFromText, stringToUuid } from '@elizaos/core';

class Weather extends Service {
  static get serviceType() { return ServiceType.WEB_SEARCH; }
  async initialize(runtime) { this.name = runtime.character.name; }
  today() { return `${this.name}: sunny`; }
}
const remember = {
  name: 'REMEMBER', description: 'Remembers', similes: [], examples: [],
  validate: async (runtime, message) => message.userId === message.entityId,
  handler: async (runtime, message, state, options, callback) => {
    const { userId, roomId, agentId } = message;
    await runtime.messageManager.createMemory({
      id: stringToUuid('m'), userId, roomId, agentId, content: { text: message.content.text },
    });
    const [kept] = await runtime.messageManager.getMemories({ roomId, count: 1 });
    const state_ = { said: kept.content.text };
    callback({ text: composeContext({ state: state_, template: 'said {{said}}' }) });
    elizaLogger.success('kept');
    return kept.userId === userId;
  },
};
const settings = {
  name: 'SETTINGS', description: 'Settings', similes: [], examples: [], validate: async () => true,
  handler: async (runtime) => {
    await runtime.cacheManager.set('k', { n: 1 });
    return {
      success: true,
      values: {
        flag: runtime.getSetting('FLAG'), cached: await runtime.cacheManager.get('k'),
        style: runtime.character.style.all, missing: runtime.getSetting('NONE'),
        service: runtime.getService(ServiceType.WEB_SEARCH).today(),
      },
    };
  },
};
const recall = {
  name: 'RECALL', description: 'Recalls', similes: [], examples: [], validate: async () => true,
  handler: async (runtime, message, state) => {
    const composed = await runtime.composeState(message, { extra: 1 });
    return [state, composed].map((each) =>
      [each.recentMessages, each.recentMessagesData[0].content.text, each.extra ?? 0]);
  },
};
const ask = {
  name: 'ASK', description: 'Asks', similes: [], examples: [], validate: async () => true,
  handler: async (runtime) => ({ success: true, text:
    await generateText({ runtime, context: 'hi', modelClass: ModelClass.SMALL }) }),
};
const client = {
  name: 'ticker', start: async (runtime) => ({ who: () => runtime.agentId.length }),
};
export default {
  name: 'old', description: 'Of another age', actions: [remember, settings, recall, ask],
  providers: [{ get: async (runtime, message) => `for ${message.userId.length}` }],
  evaluators: [], services: [new Weather()], clients: [client],
};
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    wanted = {"@elizaos/core": "^0.25.0"}
    return write_package(tmp_path / "old", {"index.mjs": CODE}, dependencies=wanted)


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    yield pool
    await pool.close()


def action(name: str) -> Call:
    return Call(CallKind.ACTION, name, text="hello")


async def test_its_states_hold_what_was_said(pool: WorkerPool, old: Path) -> None:
    answer = await run(pool, old, action("RECALL"))
    assert answer.result == [["Caller: hello", "hello", 0], ["Caller: hello", "hello", 1]]


async def test_its_parts_are_what_parts_are_now(old: Path) -> None:
    report = await probe(old, Limits())
    assert report.reason is None
    assert report.repairs == ["translated from core 0.x"]
    found = {(each.kind, each.name) for each in report.capabilities}
    assert found == {
        ("ACTION", "REMEMBER"),
        ("ACTION", "SETTINGS"),
        ("ACTION", "ASK"),
        ("ACTION", "RECALL"),
        ("PROVIDER", "old-provider-1"),
        ("SERVICE", "web_search"),
        ("SERVICE", "client:ticker"),
    }
    methods = {each.name: each.methods for each in report.capabilities if each.methods}
    assert methods["web_search"] == ["today"]


async def test_handlers_find_users_and_memories(pool: WorkerPool, old: Path) -> None:
    answer = await run(pool, old, action("REMEMBER"))
    assert answer.result == {"success": True}
    assert answer.callbacks[0] == {"text": "said hello"}


async def test_settings_are_texts_and_services_are_themselves(pool: WorkerPool, old: Path) -> None:
    answer = await run(pool, old, action("SETTINGS"), FLAG=True)
    assert answer.result == {
        "success": True,
        "values": {
            "flag": "true",
            "cached": {"n": 1},
            "style": [],
            "missing": None,
            "service": "Agent: sunny",
        },
    }


async def test_providers_say_texts(pool: WorkerPool, old: Path) -> None:
    answer = await run(pool, old, Call(CallKind.PROVIDER, "old-provider-1", text="x"))
    assert answer.result == {"text": "for 36", "values": {}, "data": {}}


async def test_clients_are_services_that_can_be_called(pool: WorkerPool, old: Path) -> None:
    call = Call(CallKind.SERVICE, "client:ticker", method="who", args=[])
    assert (await run(pool, old, call)).result == 36


async def test_a_package_that_is_a_client_alone(tmp_path: Path) -> None:
    source = "export const NewsClient = { name: 'news', start: async () => ({}) };"
    wanted = {"@ai16z/eliza": "*"}
    folder = write_package(tmp_path / "c", {"index.mjs": source}, dependencies=wanted)
    report = await probe(folder, Limits())
    assert [each.name for each in report.capabilities] == ["client:news"]


async def test_what_it_imports_tells_where_its_manifest_does_not(tmp_path: Path) -> None:
    source = """
        import { composeContext } from '@elizaos/core';
        export default { name: 'p', providers: [{ get: async () => composeContext({
          state: { a: 1 }, template: '{{a}}' }) }] };"""
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert [each.name for each in report.capabilities] == ["p-provider-1"]
    assert report.repairs == ["translated from core 0.x"]


async def test_a_package_that_is_a_class_by_default_is_a_service_made_of_its_settings(
    pool: WorkerPool, tmp_path: Path
) -> None:
    source = """
        import { DatabaseAdapter } from '@elizaos/core';
        export default class Store extends DatabaseAdapter {
          constructor(config) { super(); this.config = { size: 2, ...config }; }
          async init() { if (!this.config.address) throw new Error('no address'); }
          where() { return this.config; }
        }"""
    wanted = {"@elizaos/core": "0.1.9"}
    folder = write_package(tmp_path / "p", {"index.mjs": source}, dependencies=wanted)
    report = await probe(folder, Limits())
    assert (report.initialised, [each.name for each in report.capabilities]) == (True, ["Store"])
    assert report.services_not_started == [ServiceProblem("Store", "no address")]
    call = Call(CallKind.SERVICE, "Store", method="where", args=[])
    answer = await run(pool, folder, call, address="a:1")
    assert answer.result == {"size": 2, "address": "a:1"}


async def test_a_database_adapter_is_called_one(tmp_path: Path) -> None:
    source = "export class FooDatabaseAdapter {}"
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert "It is a database adapter" in (report.reason or "")
