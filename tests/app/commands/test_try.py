"""``one-graph try``, as it is typed."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.app.test_cli import COMMAND
from tests.sandbox.plugins import write_package

_PLUGIN = """
const action = (name, handler) => ({
  name, handler, description: name, similes: [], examples: [], validate: async () => true,
});
class Calculator {
  static serviceType = 'calculator';
  static async start() { return new Calculator(); }
  capabilityDescription = 'Adds';
  async stop() {}
  add(a, b) { return a + b; }
}
let count = 0;
export default {
  name: 'sample',
  description: 'A sample',
  services: [Calculator],
  actions: [
    action('GREET', async (runtime, message, state, options, callback) => {
      console.log('the key is', runtime.getSetting('API_KEY'));
      await callback({ text: 'on the way' });
      return { success: true, text: `${message.content.text} ${options.name ?? ''}` };
    }),
    action('COUNT', async () => ({ success: true, text: String(++count) })),
    action('SPIN', async () => { for (;;); }),
    action('FILL', async () => { const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1)); }),
    action('ESCAPE', async () => (await import('node:child_process')).execSync('id')),
    action('CALL_HOME', async () => (await fetch('https://home.example.com/')).text()),
    action('FLOOD', async () => { for (;;) console.log('x'.repeat(10000)); }),
  ],
};
"""


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("try") / "plugin", {"index.mjs": _PLUGIN})


def attempt(*args: object) -> "subprocess.CompletedProcess[str]":
    command = [str(COMMAND), "try", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def report(*args: object) -> tuple[int, dict[str, Any]]:
    done = attempt(*args, "--json")
    return done.returncode, json.loads(done.stdout)


def test_it_calls_an_action_with_what_was_given(plugin: Path) -> None:
    status, found = report(
        plugin, "--action", "GREET", "--text", "Good day", "--params", '{"name": "Ada"}',
        "--secret", "API_KEY=a-secret-value",
    )  # fmt: skip
    (call,) = found["calls"]
    assert (status, found["succeeded"]) == (0, True)
    assert call["result"]["text"] == "Good day Ada"
    assert [each["text"] for each in call["callbacks"]] == ["on the way"]
    texts = [line["text"] for line in call["logs"] if line["stream"] == "stdout"]
    assert texts == ["the key is [secret API_KEY]"]


def test_it_calls_a_method_of_a_service(plugin: Path) -> None:
    _, found = report(plugin, "--action", "calculator.add", "--params", "[2, 3]")
    assert found["calls"][0]["result"] == 5


def test_calls_share_one_worker(plugin: Path) -> None:
    _, found = report(plugin, "--action", "COUNT", "--calls", "3")
    assert [call["result"]["text"] for call in found["calls"]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("action", "code", "limit"),
    [
        ("SPIN", "CALL_TIMED_OUT", "time"),
        ("FILL", "WORKER_DIED", "memory"),
        ("FLOOD", "WORKER_DIED", "output"),
    ],
)
def test_it_says_which_limit_was_hit(plugin: Path, action: str, code: str, limit: str) -> None:
    status, found = report(plugin, "--action", action, "--timeout", "3000")
    (call,) = found["calls"]
    assert status == 1
    assert call["error"]["code"] == code
    assert limit in call["limits"]


def test_it_says_what_was_refused(plugin: Path) -> None:
    _, escape = report(plugin, "--action", "ESCAPE")
    assert escape["calls"][0]["refusals"][0]["kind"] == "process"
    _, home = report(plugin, "--action", "CALL_HOME")
    (refusal,) = home["calls"][0]["refusals"]
    assert refusal["permission"] == "network.external"
    _, elsewhere = report(plugin, "--action", "CALL_HOME", "--allow", "api.example.com")
    (request,) = elsewhere["calls"][0]["requests"]
    assert (request["allowed"], request["url"]) == (False, "home.example.com:443")


def test_findings_come_with_file_and_line(plugin: Path) -> None:
    _, found = report(plugin, "--action", "COUNT")
    assert {"kind", "severity", "file", "line", "detail", "package"} <= set(found["findings"][0])
    assert "PROCESS" in {each["kind"] for each in found["findings"]}


def test_for_a_person_it_prints_a_summary(plugin: Path) -> None:
    done = attempt(plugin, "--action", "COUNT", "--calls", "2")
    assert done.returncode == 0
    assert "Findings" in done.stdout
    assert "2 calls, 0 failed" in done.stdout


def test_a_plugin_that_does_not_load_is_reported(tmp_path: Path) -> None:
    broken = write_package(tmp_path / "p", {"index.mjs": "throw new Error('broken');"})
    status, found = report(broken)
    assert (status, found["probe"]["loaded"], found["calls"]) == (1, False, [])
    assert "broken" in found["probe"]["reason"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--params", "{"), "no JSON"),
        (("--params", "3"), "an object or a list"),
        (("--setting", "novalue"), "KEY=VALUE"),
        (("--allow", "0x7f.1"), "not a host name"),
        (("--grant", "all"), "There is no permission"),
        (("--bind", "K=h.example.com"), "no --secret has"),
        (("--action", "NOTHING"), "GREET, COUNT"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    plugin: Path, options: tuple[str, ...], reason: str
) -> None:
    done = attempt(plugin, *options)
    assert done.returncode == 2
    assert reason in done.stderr


def test_what_is_no_plugin_is_refused(tmp_path: Path) -> None:
    done = attempt(tmp_path / "nowhere")
    assert done.returncode == 2
    assert "There is no folder or file" in done.stderr


def test_what_it_depends_on_is_installed_where_it_is_missing(tmp_path: Path) -> None:
    source = """
        import isOdd from 'is-odd';
        export default { name: 'odd', description: 'Odd', actions: [{
          name: 'ODD', description: 'Odd', similes: [], examples: [], validate: async () => true,
          handler: async () => ({ success: true, values: { odd: isOdd(3) } }),
        }] };"""
    wanted = {"is-odd": "3.0.1", "@elizaos/core": "*"}
    folder = write_package(tmp_path / "odd", {"index.mjs": source}, dependencies=wanted)
    status, found = report(folder, "--action", "ODD")
    assert (status, found["calls"][0]["result"]["values"]) == (0, {"odd": True})
    assert not (folder / "node_modules").exists()


def test_what_cannot_be_had_is_named(tmp_path: Path) -> None:
    wanted = {"is-odd": "3.0.1"}
    broken = write_package(tmp_path / "p", {}, dependencies=wanted, version="none")
    status, found = report(broken)
    assert status == 2
    assert found["error"]["code"] == "INVALID_PLUGIN"
    assert "its version" in found["error"]["message"]
