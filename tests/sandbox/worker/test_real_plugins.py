"""Real packages, installed from the registry, run to a real result in isolated workers."""

import base64
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.installer import Installer
from sandbox.install.progress import Progress
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.bundle_probe import probe_with_bundle
from sandbox.worker.call import Call, CallKind
from sandbox.worker.probe import probe
from tests.sandbox.plugins import run

Install = Callable[[str, str], Awaitable[Path]]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    root = tmp_path_factory.mktemp("real")
    installer = Installer(ArtifactStore(root / "store"), root / "cache")

    async def ignore(_step: Progress) -> None:
        pass

    async def install_one(name: str, version: str) -> Path:
        return (await installer.install(f"@elizaos/plugin-{name}", version, ignore)).path

    return install_one


@pytest.fixture(scope="module")
async def pool() -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(Limits(), size=2)
    await workers.start()
    yield workers
    await workers.close()


def pdf_saying(text: str) -> bytes:
    """A PDF of one page, its content compressed as real ones are."""
    content = zlib.compress(f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode())
    stream = b"<< /Length %d /Filter /FlateDecode >> stream\n%b\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        stream % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, text_of in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj %b endobj\n" % (number, text_of)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return body + table + trailer % (size, len(body))


async def test_starter_greets(pool: WorkerPool, install: Install) -> None:
    artifact = await install("starter", "1.7.2")
    answer = await run(pool, artifact, Call(CallKind.ACTION, "HELLO_WORLD", text="hi"), key="s")
    assert isinstance(answer.result, dict)
    assert answer.result["success"] is True
    assert answer.result["text"] == "Hello world!"
    assert [callback["text"] for callback in answer.callbacks] == ["Hello world!"]  # type: ignore[call-overload, index]  # contents are objects


async def test_starter_tells_what_it_offers(install: Install) -> None:
    report = await probe(await install("starter", "1.7.2"), Limits())
    assert (report.loaded, report.reason) == (True, None)
    offers = {(capability.kind, capability.name) for capability in report.capabilities}
    assert offers >= {
        ("ACTION", "HELLO_WORLD"),
        ("PROVIDER", "HELLO_WORLD_PROVIDER"),
        ("SERVICE", "starter"),
        ("ROUTE", "GET /helloworld"),
    }
    assert report.observed_settings == ["EXAMPLE_PLUGIN_VARIABLE"]


async def test_pdf_reads_a_document_given_as_binary(pool: WorkerPool, install: Install) -> None:
    artifact = await install("pdf", "1.0.2")
    document = {"$base64": base64.b64encode(pdf_saying("Hello from a page")).decode()}
    call = Call(CallKind.SERVICE, "pdf", method="convertPdfToText", args=[document])
    assert (await run(pool, artifact, call, key="p")).result == "Hello from a page"


async def test_openai_counts_tokens_without_key_or_network(
    pool: WorkerPool, install: Install
) -> None:
    artifact = await install("openai", "1.6.0")
    call = Call(CallKind.MODEL, "TEXT_TOKENIZER_ENCODE", params={"prompt": "hello world"})
    assert (await run(pool, artifact, call, key="o")).result == [24912, 2375]


async def test_eliza_classic_replies(pool: WorkerPool, install: Install) -> None:
    artifact = await install("eliza-classic", "2.0.0-alpha.5")
    call = Call(CallKind.MODEL, "TEXT_SMALL", params={"prompt": "I am happy today"})
    reply = (await run(pool, artifact, call, key="e")).result
    assert isinstance(reply, str)
    assert len(reply) > 5


async def test_memory_is_imported_from_one_file(install: Install) -> None:
    artifact = await install("memory", "1.1.2")
    found = await probe_with_bundle(artifact, Limits())
    plain = await probe(artifact, Limits())
    assert (found.bundled, found.report.capabilities) == (True, plain.capabilities)
    assert found.report.load_ms < plain.load_ms / 2
