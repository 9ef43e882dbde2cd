"""HELLO_WORLD through GraphQL, against the same call straight to the worker pool."""

from benchmarks.figure import Figure
from benchmarks.stopwatch import seconds_of, timed
from sandbox.install.artifact_store import ArtifactStore
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, WorkerSpec
from sandbox.worker.observer import SilentObserver
from tests.serving import GraphQLClient, ServerProcess

FIRST_LIMIT = 1.5
WARM_LIMIT = 0.020
CALLS = 300
EXECUTE = """mutation($instance: ID!) {
  executeAction(input: {instance: $instance, name: "HELLO_WORLD", wait: true}) {
    ... on ExecuteActionPayload { execution { state result } }
  }
}"""


async def measure(server: ServerProcess, client: GraphQLClient, instance: str) -> list[Figure]:
    """The first call and ``CALLS`` warm ones, one after the other."""

    async def call() -> None:
        answer = await client.data(EXECUTE, instance=instance)
        assert answer["executeAction"]["execution"]["state"] == "SUCCEEDED", answer

    first = await seconds_of(call)
    warm = await timed(call, CALLS)
    bare_first, bare_warm = await _straight(server)
    name = "straight to the pool"
    return [
        Figure("HELLO_WORLD, first call", [first], FIRST_LIMIT, name, [bare_first]),
        Figure("HELLO_WORLD, warm", warm, WARM_LIMIT, name, bare_warm),
    ]


async def _straight(server: ServerProcess) -> tuple[float, list[float]]:
    (artifact,) = ArtifactStore(server.data_dir / "artifacts").list()
    spec = WorkerSpec(artifact.path, {}, "benchmark", "Benchmark")
    hello = Call(CallKind.ACTION, "HELLO_WORLD")
    pool = WorkerPool(Limits())
    await pool.start()

    async def call() -> None:
        await pool.call("benchmark", spec, hello, timeout_seconds=30, observer=SilentObserver())

    try:
        return await seconds_of(call), await timed(call, CALLS)
    finally:
        await pool.close()
