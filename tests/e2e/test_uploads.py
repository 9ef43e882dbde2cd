"""Plugins that come from no registry: uploaded, signed, installed, executed."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.uploads.signer import key_id, public_bytes, sign_package
from tests.e2e.plugins import CLASSIC, executed, index_of, install, installed, progress
from tests.e2e.synced import synced_server
from tests.people import People, people_of
from tests.sandbox.local_registry import packed
from tests.serving import Json, ServerProcess

NAME = "@own/plugin-greeter"
CODE = """
    export default { name: "greeter", description: "Greets", actions: [{
      name: "GREET", description: "Greets whoever asks", similes: [], examples: [],
      validate: async () => true,
      handler: async (_runtime, message) =>
        ({ success: true, text: `VERSION ${message.content.text}` }),
    }] };"""
SAY = {"text": "you"}
VERSION = """
    query ($n: String!) { plugin(name: $n) {
        uploaded verified latestVersion readmeHtml
        versions { nodes { version integrity signature { state signer provenance } } } } }"""
TRUST = """
    mutation ($k: String!) { trustPublisher(input: {name: "Own", publicKey: $k}) {
        __typename ... on TrustPublisherPayload { publisher { id keyId } }
        ... on UserError { code } } }"""
DISTRUST = """
    mutation ($p: ID!) { distrustPublisher(input: {publisher: $p}) { __typename } }"""
SIGNED_ONLY = """
    mutation ($g: ID!, $s: Boolean!) {
      setPluginPolicy(input: {group: $g, signedOnly: $s}) { __typename } }"""
CHANGE = """
    mutation ($i: ID!) { %s(input: {instance: $i}) {
        __typename ... on UserError { code message hint } } }"""


@pytest.fixture(scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("uploads")
    limit = {"ONE_UPLOAD_BYTES": "1000000"}
    async with synced_server(folder / "data", index_of(folder, CLASSIC), **limit) as process:
        yield process


@pytest.fixture(scope="module")
async def people(server: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(server)
    yield found
    await found.close()


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def package(version: str, name: str = NAME) -> bytes:
    manifest = {"name": name, "version": version, "type": "module", "main": "index.js"}
    code = CODE.replace("VERSION", version)
    return packed(
        {"package.json": json.dumps(manifest), "index.js": code, "README.md": f"# At {version}"}
    )


def signed(folder: Path, content: bytes, key: Ed25519PrivateKey) -> bytes:
    (folder / "plain.tgz").write_bytes(content)
    sign_package(folder / "plain.tgz", folder / "signed.tgz", key)
    return (folder / "signed.tgz").read_bytes()


async def upload(
    server: ServerProcess, content: bytes, role: str | None = "platform_owner"
) -> tuple[int, Json]:
    group = None if role == "platform_owner" else "demo"
    token = await server.token(role, group) if role else None
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{server.url}/uploads", content=content, headers=headers)
    return answer.status_code, answer.json()


async def code_of(
    server: ServerProcess, content: bytes, role: str | None = "platform_owner"
) -> Json:
    status, answer = await upload(server, content, role)
    return status, answer["errors"][0]["extensions"]["code"]


async def trust(people: People, key: Ed25519PrivateKey) -> str:
    public = base64.b64encode(public_bytes(key.public_key())).decode()
    answer = (await people.platform_owner.data(TRUST, k=public))["trustPublisher"]
    assert answer["publisher"]["keyId"] == key_id(key.public_key())
    return str(answer["publisher"]["id"])


async def change(people: People, instance: str, mutation: str) -> Json:
    return (await people.owner.data(CHANGE % mutation, i=instance))[mutation]


async def test_an_unsigned_package_is_found_installed_and_executed(
    server: ServerProcess, people: People
) -> None:
    status, answer = await upload(server, package("1.0.0"))
    assert (status, answer["plugin"], answer["version"]) == (201, NAME, "1.0.0")
    assert answer["signature"]["state"] == "UNSIGNED"
    plugin = (await people.stranger.data(VERSION, n=NAME))["plugin"]
    assert plugin["uploaded"] is True
    assert plugin["verified"] is False
    assert "At 1.0.0" in plugin["readmeHtml"]
    instance = await installed(people.owner, people.demo, NAME)
    execution = await executed(people.user, instance, "GREET", **SAY)
    assert execution["result"]["text"] == "1.0.0 you"
    search = "query ($q: String!) { searchPlugins(query: $q) { plugin { name } } }"
    found = (await people.stranger.data(search, q="greets whoever asks"))["searchPlugins"]
    assert NAME in [match["plugin"]["name"] for match in found]


async def test_its_install_script_is_found_and_never_run(
    server: ServerProcess, people: People
) -> None:
    name = "@own/hooked"
    manifest = {
        **{"name": name, "version": "1.0.0", "type": "module", "main": "index.js"},
        "scripts": {"postinstall": "touch ran"},
    }
    await upload(server, packed({"package.json": json.dumps(manifest), "index.js": CODE}))
    instance = await installed(people.owner, people.demo, name)
    query = """
        query ($n: String!) { plugin(name: $n) { versions { nodes {
            findings { kind severity file detail } } } } }"""
    versions = (await people.stranger.data(query, n=name))["plugin"]["versions"]["nodes"]
    found = [each for each in versions[0]["findings"] if each["kind"] == "INSTALL_SCRIPT"]
    assert [each["detail"] for each in found] == ["postinstall: touch ran"]
    assert not list(server.data_dir.rglob("ran"))
    assert (await executed(people.user, instance, "GREET", **SAY))["state"] == "SUCCEEDED"


async def test_how_it_loaded_is_told_to_whoever_chooses_it_and_to_its_author(
    server: ServerProcess, people: People
) -> None:
    name = "@own/needy"
    code = """
        import { goneHelper } from '@elizaos/core';
        class Feed {
          static serviceType = 'feed';
          static async start() { throw new Error('FEED_URL is not set'); }
        }
        const init = async () => { throw new Error('NEEDY_KEY is required'); };
        export default { name: 'needy', description: '', services: [Feed], init, goneHelper };"""
    manifest = {"name": name, "version": "1.0.0", "type": "module", "main": "index.js"}
    await upload(server, packed({"package.json": json.dumps(manifest), "index.js": code}))
    await installed(people.owner, people.demo, name)
    query = """
        query ($n: String!) { plugin(name: $n) { versions { nodes { compatibility {
            loaded initialised repairs reason detail
            servicesNotStarted { service reason } } } } } }"""
    (version,) = (await people.stranger.data(query, n=name))["plugin"]["versions"]["nodes"]
    told = version["compatibility"]
    assert "index.js:7" in told.pop("detail")
    assert told == {
        "loaded": True,
        "initialised": True,
        "repairs": ["generated core export: goneHelper"],
        "reason": "It asks for settings: NEEDY_KEY is required",
        "servicesNotStarted": [{"service": "feed", "reason": "FEED_URL is not set"}],
    }


async def test_a_plugin_of_many_modules_runs_from_one_file(
    server: ServerProcess, people: People
) -> None:
    name, count = "@own/many", 500
    imports = "\n".join(f"import p{i} from './parts/{i}.js'; all.push(p{i});" for i in range(count))
    code = CODE.replace("VERSION", "${all.length} ${new Error().stack}")
    manifest = {"name": name, "version": "1.0.0", "type": "module", "main": "index.js"}
    files = {
        "package.json": json.dumps(manifest),
        "index.js": f"const all = [];\n{imports}\n{code}",
        **{f"parts/{i}.js": f"export default {i};" for i in range(count)},
    }
    await upload(server, packed(files))
    instance = await installed(people.owner, people.demo, name)
    query = """
        query ($n: String!) { plugin(name: $n) { versions { nodes { compatibility {
            bundled loadMs } } } } }"""
    (version,) = (await people.stranger.data(query, n=name))["plugin"]["versions"]["nodes"]
    assert version["compatibility"]["bundled"]
    assert version["compatibility"]["loadMs"] > 0
    said = (await executed(people.user, instance, "GREET", **SAY))["result"]["text"]
    assert said.startswith(f"{count} ")
    assert "/plugin/.one-graph/bundle.mjs" in said


async def test_the_same_package_may_come_again_and_another_may_not(
    server: ServerProcess,
) -> None:
    name = "@own/again"
    first = await upload(server, package("1.0.0", name))
    assert await upload(server, package("1.0.0", name)) == first
    changed = packed({"package.json": json.dumps({"name": name, "version": "1.0.0"})})
    assert await code_of(server, changed) == (409, "INVALID_STATE")


async def test_a_request_without_a_version_gets_the_newest_release(
    server: ServerProcess, people: People
) -> None:
    name = "@own/versions"
    for version in ("1.2.0", "2.0.0-alpha.1", "1.10.0", "1.9.0"):
        assert (await upload(server, package(version, name)))[0] == 201
    plugin = (await people.stranger.data(VERSION, n=name))["plugin"]
    assert plugin["latestVersion"] == "1.10.0"
    assert "At 1.10.0" in plugin["readmeHtml"]
    for wanted, version in ((None, "1.10.0"), ("~1.9", "1.9.0"), ("2.0.0-alpha.1",) * 2):
        more = {"version": wanted} if wanted else {}
        instance = await installed(people.owner, people.demo, name, name=f"w {wanted}", **more)
        execution = await executed(people.user, instance, "GREET", **SAY)
        assert execution["result"]["text"] == f"{version} you"
    refused = await install(people.owner, people.demo, name, version="^3.0.0", name="none")
    assert refused["code"] == "VERSION_INCOMPATIBLE"


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        (None, (401, "UNAUTHENTICATED")),
        ("org_owner", (403, "NOT_ALLOWED")),
        ("org_user", (403, "NOT_ALLOWED")),
    ],
)
async def test_only_the_platform_owner_uploads(
    server: ServerProcess, role: str | None, refusal: Json
) -> None:
    assert await code_of(server, package("1.0.0", "@own/forbidden"), role) == refusal


async def test_what_is_refused_leaves_nothing(server: ServerProcess, people: People) -> None:
    refusals = {
        b"no tarball": (400, "INVALID_TARBALL"),
        package("latest", "@own/odd"): (400, "INVALID_TARBALL"),
        package("1.0.0", CLASSIC): (409, "NAME_TAKEN"),
        bytes(2_000_000): (413, "REQUEST_TOO_LARGE"),
    }
    for content, refusal in refusals.items():
        assert await code_of(server, content) == refusal
    assert (await people.stranger.data(VERSION, n="@own/odd"))["plugin"] is None


async def test_a_publisher_s_signature_counts_while_the_publisher_is_trusted(
    server: ServerProcess, people: People, key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    name = "@own/signed"
    content = signed(tmp_path, package("1.0.0", name), key)
    assert await code_of(server, content) == (400, "SIGNATURE_INVALID")
    publisher = await trust(people, key)
    status, answer = await upload(server, content)
    assert (status, answer["signature"]["state"]) == (201, "VALID")
    await people.owner.data(SIGNED_ONLY, g=people.demo, s=True)
    instance = await installed(people.owner, people.demo, name)
    unsigned = await install(people.owner, people.demo, NAME, version="1.0.0", name="unsigned")
    last = (await progress(people.owner, unsigned["instance"]["id"]))[-1]
    assert last["failure"]["code"] == "POLICY_BLOCKED"
    await people.owner.data(SIGNED_ONLY, g=people.demo, s=False)
    await people.platform_owner.data(DISTRUST, p=publisher)
    assert (await change(people, instance, "deactivatePlugin"))["__typename"].endswith("Payload")
    refused = await change(people, instance, "activatePlugin")
    assert refused["code"] == "SIGNATURE_INVALID"
    assert "trusted no longer" in refused["message"]
    again = await install(people.owner, people.demo, name, name="again")
    last = (await progress(people.owner, again["instance"]["id"]))[-1]
    assert last["failure"]["code"] == "SIGNATURE_INVALID"
    await trust(people, key)
    assert (await change(people, instance, "activatePlugin"))["__typename"].endswith("Payload")


async def test_files_that_were_changed_after_the_install_do_not_run(
    server: ServerProcess, people: People
) -> None:
    name = "@own/changed"
    await upload(server, package("1.0.0", name))
    instance = await installed(people.owner, people.demo, name)
    assert (await executed(people.user, instance, "GREET", **SAY))["state"] == "SUCCEEDED"
    link = server.data_dir / "artifacts" / "versions" / "@own+changed@1.0.0"
    file = link / "content" / "index.js"
    file.chmod(0o644)
    file.write_text(CODE.replace("VERSION", "EVIL"))
    file.chmod(0o444)
    await change(people, instance, "deactivatePlugin")
    assert (await change(people, instance, "activatePlugin"))["__typename"].endswith("Payload")
    execution = await executed(people.user, instance, "GREET", **SAY)
    assert execution["state"] == "FAILED"
    assert execution["error"]["code"] == "SIGNATURE_INVALID"
    await change(people, instance, "deactivatePlugin")
    assert (await change(people, instance, "activatePlugin"))["code"] == "SIGNATURE_INVALID"
    versions = (await people.stranger.data(VERSION, n=name))["plugin"]["versions"]["nodes"]
    assert versions[0]["signature"]["state"] == "INVALID"


async def test_a_sync_leaves_uploads_alone(server: ServerProcess, people: People) -> None:
    before = (await people.stranger.data(VERSION, n=NAME))["plugin"]
    if before is None:
        await upload(server, package("1.0.0"))
        before = (await people.stranger.data(VERSION, n=NAME))["plugin"]
    await people.platform_owner.data("mutation { syncRegistry { __typename } }")
    await people.stranger.all_updates("subscription { syncProgress { done } }")
    assert (await people.stranger.data(VERSION, n=NAME))["plugin"] == before
