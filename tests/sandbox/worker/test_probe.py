"""What loading a plugin once tells about it."""

from pathlib import Path

import pytest

from sandbox.errors import ArtifactMissing
from sandbox.limits import Limits
from sandbox.worker.probe import Capability, probe
from tests.sandbox.plugins import write_package, write_service


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
    assert (report.loaded, report.reason) == (True, None)
    assert (report.plugin_name, report.description) == ("sample", "Does things")
    assert report.capabilities == [
        Capability("ACTION", "A", "acts", ["B"], [[{"name": "u"}]], [{"name": "p"}], []),
        Capability("SERVICE", "store", "Keeps things", [], [], None, ["put"]),
        Capability("MODEL", "TEXT_SMALL", "", [], [], None, []),
        Capability("ROUTE", "POST /hook", "", [], [], None, []),
    ]


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


async def test_a_plugin_that_does_not_start_without_settings_is_described_all_the_same(
    tmp_path: Path,
) -> None:
    source = """
        const providers = [{ name: 'P', get: async () => ({}) }];
        export default { name: 'sample', description: '', providers,
          init: async () => { throw new Error('SAMPLE_KEY is required'); } };
    """
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert report.loaded
    assert report.reason == "The plugin does not initialise: SAMPLE_KEY is required"
    assert [capability.name for capability in report.capabilities] == ["P"]


async def test_a_service_that_does_not_start_is_the_reason(tmp_path: Path) -> None:
    artifact = write_service(tmp_path / "p", "")
    source = (artifact / "index.mjs").read_text()
    broken = source.replace(
        "static async start(runtime) {", "static async start(runtime) { throw 'x';"
    )
    (artifact / "index.mjs").write_text(broken)
    report = await probe(artifact, Limits())
    assert report.loaded
    assert report.reason is not None
    assert report.reason.startswith("Service s: ")


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
