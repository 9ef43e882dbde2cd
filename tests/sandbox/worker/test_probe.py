"""What loading a plugin once tells about it."""

from pathlib import Path

import pytest

from sandbox.errors import ArtifactMissing
from sandbox.limits import Limits
from sandbox.worker.probe import Capability, ServiceProblem, probe
from tests.sandbox.plugins import write_package, write_service


def failing_at_init(folder: Path, code: str) -> Path:
    source = f"""
        const providers = [{{ name: 'P', get: async () => ({{}}) }}];
        const init = async (config, runtime) => {{ {code}; }};
        export default {{ name: 'sample', description: '', providers, init }};
    """
    return write_package(folder, {"index.mjs": source})


async def test_it_tells_what_a_plugin_offers(tmp_path: Path) -> None:
    source = """
        class Store {
          static serviceType = 'store';
          static async start() { return new Store(); }
          get capabilityDescription() { return 'Keeps things'; }
          async stop() {}
          put() {}
          _private() {}
        }
        export default { name: 'sample', description: 'Does things',
          actions: [{ name: 'A', description: 'acts', similes: ['B'], examples: [[{ name: 'u' }]],
                      parameters: [{ name: 'p' }], handler: async () => {} }],
          services: [Store], models: { TEXT_SMALL: async () => '' },
          routes: [{ type: 'POST', path: '/hook', handler: () => {} }] };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert (report.loaded, report.initialised, report.reason) == (True, True, None)
    assert (report.plugin_name, report.description) == ("sample", "Does things")
    assert report.capabilities == [
        Capability("ACTION", "A", "acts", ["B"], [[{"name": "u"}]], [{"name": "p"}], []),
        Capability("SERVICE", "store", "Keeps things", [], [], None, ["put"]),
        Capability("MODEL", "TEXT_SMALL", "", [], [], None, []),
        Capability("ROUTE", "POST /hook", "", [], [], None, []),
    ]


async def test_it_tells_what_is_registered_while_it_starts(tmp_path: Path) -> None:
    source = """
        const action = (name) => ({ name, description: name, handler: async () => {} });
        const init = async (config, runtime) => {
          runtime.registerAction(action('ALWAYS'));
          if (runtime.getSetting('KEY')) runtime.registerAction(action('SOMETIMES'));
        };
        export default { name: 'sample', description: '', init, actions: [action('A')] };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert [each.name for each in report.capabilities] == ["A", "ALWAYS"]
    assert report.further_kinds == ["ACTION"]


async def test_it_tells_which_settings_the_plugins_own_code_reads(tmp_path: Path) -> None:
    source = """
        import 'dependency';
        const region = process.env.SAMPLE_REGION;
        export default { name: 'sample', description: region ?? '',
          init: async (config, runtime) => { runtime.getSetting('SAMPLE_KEY'); } };
    """
    dependency = "node_modules/dependency"
    files = {
        "index.mjs": source,
        f"{dependency}/package.json": '{"name": "dependency", "main": "index.js"}',
        f"{dependency}/index.js": "process.env.DEPENDENCY_DEBUG;",
    }
    report = await probe(write_package(tmp_path / "p", files), Limits())
    assert report.observed_settings == ["SAMPLE_KEY", "SAMPLE_REGION"]


async def test_it_tells_the_keys_of_config_and_their_types_but_no_values(tmp_path: Path) -> None:
    source = """
        export default { name: 'sample', description: '', config: {
          SAMPLE_KEY: process.env.SAMPLE_KEY, SAMPLE_URL: process.env.SAMPLE_URL ?? 'a-default',
          SAMPLE_PACE: 5, samplePlain: true, SAMPLE_LIST: ['x'], SAMPLE_PARTS: {}, 'no name': 1,
          get SAMPLE_LATER() { throw new Error('too early'); } } };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert report.config_settings == {
        "SAMPLE_KEY": "unknown",
        "SAMPLE_URL": "string",
        "SAMPLE_PACE": "number",
        "samplePlain": "boolean",
        "SAMPLE_LIST": "array",
        "SAMPLE_PARTS": "object",
        "SAMPLE_LATER": "unknown",
    }
    assert "a-default" not in repr(report)


async def test_what_belongs_to_the_machine_is_no_setting(tmp_path: Path) -> None:
    source = """
        const { NODE_ENV, HOME, PATH, SAMPLE_KEY } = process.env;
        export default { name: 'sample', description: '' };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert report.observed_settings == ["SAMPLE_KEY"]


@pytest.mark.parametrize("config", ["null", "'text'", "[]", "() => 1", "7"])
async def test_a_config_of_another_form_has_no_settings(tmp_path: Path, config: str) -> None:
    source = f"export default {{ name: 'sample', description: '', config: {config} }};"
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert (report.loaded, report.config_settings) == (True, {})


@pytest.mark.parametrize(
    "message",
    [
        "SAMPLE_KEY is required",
        "Missing API key",
        "Invalid configuration: token must not be empty",
        "No wallet secret provided",
    ],
)
async def test_a_plugin_that_asks_for_settings_is_registered_all_the_same(
    tmp_path: Path, message: str
) -> None:
    report = await probe(failing_at_init(tmp_path / "p", f"throw new Error('{message}')"), Limits())
    assert (report.loaded, report.initialised) == (True, True)
    assert report.reason == f"It asks for settings: {message}"
    assert "index.mjs:3" in (report.detail or "")
    assert [capability.name for capability in report.capabilities] == ["P"]


async def test_a_plugin_whose_init_is_broken_does_not_initialise(tmp_path: Path) -> None:
    report = await probe(failing_at_init(tmp_path / "p", "null.x"), Limits())
    assert (report.loaded, report.initialised) == (True, False)
    assert (report.reason or "").startswith("The plugin does not initialise: Cannot read")
    assert [capability.name for capability in report.capabilities] == ["P"]


async def test_a_plugin_that_waits_for_another_ones_service_is_not_waited_for(
    tmp_path: Path,
) -> None:
    waits = """
        while (!runtime.getService('wallet')) await new Promise((done) => setTimeout(done, 100))
    """
    report = await probe(failing_at_init(tmp_path / "p", waits), Limits())
    assert (report.loaded, report.initialised) == (True, False)
    assert "services that other plugins have: wallet" in (report.reason or "")


@pytest.mark.parametrize(
    ("export", "kind"),
    [("class OldDatabaseAdapter {}", "database adapter"), ("const a = 1", "library")],
)
async def test_what_is_no_plugin_is_said_to_be_what_it_is(
    tmp_path: Path, export: str, kind: str
) -> None:
    folder = write_package(tmp_path / "p", {"index.mjs": f"export {export};"})
    report = await probe(folder, Limits())
    assert (report.loaded, report.is_plugin) == (False, False)
    assert (report.reason or "").startswith(f"It is a {kind}")


async def test_a_service_that_does_not_start_is_told_apart(tmp_path: Path) -> None:
    artifact = write_service(tmp_path / "p", "")
    source = (artifact / "index.mjs").read_text()
    broken = source.replace(
        "static async start(runtime) {", "static async start(runtime) { throw 'x';"
    )
    (artifact / "index.mjs").write_text(broken)
    report = await probe(artifact, Limits())
    assert (report.loaded, report.initialised, report.reason) == (True, True, None)
    assert report.services_not_started == [ServiceProblem("s", "x")]


async def test_a_plugin_that_forges_its_report_only_fails(tmp_path: Path) -> None:
    source = """
        const actions = [{ name: 'A', similes: ['B'] }];
        export default { name: 'sample', description: '', actions };
        Array.prototype.map = function () { return 'not a list'; };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert not report.loaded


async def test_an_empty_folder_is_no_plugin(tmp_path: Path) -> None:
    with pytest.raises(ArtifactMissing):
        await probe(tmp_path, Limits())
