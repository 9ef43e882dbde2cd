"""Claims jobs of one kind and runs them, a few at a time."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Generic, TypeVar

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError

from app.jobs.job import Job
from app.jobs.runner import Runner
from app.telemetry import tracing
from app.telemetry.request_context import RequestContext, working_for
from app.telemetry.tracing import Attributes

log = logging.getLogger(__name__)
JobEntity = TypeVar("JobEntity", bound=Job)
_POLL_SECONDS = 1.0
_FAREWELL_SECONDS = 1.0


class Dispatcher(Generic[JobEntity]):
    """Runs what a runner can claim.

    ``wake`` is set when a job may be waiting; without it, a look each second finds it.
    """

    def __init__(
        self,
        runner: Runner[JobEntity],
        *,
        owner: str,
        slots: int,
        lease: timedelta,
        wake: asyncio.Event,
    ) -> None:
        self._runner = runner
        self._owner = owner
        self._lease = lease
        self._wake = wake
        self._slots = asyncio.Semaphore(slots)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def serve(self) -> None:
        """Claim, run, renew and recover until cancelled; then stop what runs."""
        try:
            await asyncio.gather(self._claim_forever(), self._keep_leases())
        finally:
            tasks = list(self._running.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _claim_forever(self) -> None:
        while True:
            self._wake.clear()
            if not await self._claim_one():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), _POLL_SECONDS)

    async def _claim_one(self) -> bool:
        await self._slots.acquire()
        job = None
        try:
            job = await self._runner.claim(self._owner, self._lease)
        except PyMongoError as error:
            log.warning("cannot claim: %s", error)
        if job is None:
            self._slots.release()
            return False
        task = asyncio.create_task(self._run(job), name=job.id)
        self._running[job.id] = task
        return True

    async def _run(self, job: JobEntity) -> None:
        with _on_behalf(job):
            await self._run_to_end(job)

    async def _run_to_end(self, job: JobEntity) -> None:
        try:
            await self._runner.run(job)
        except asyncio.CancelledError:
            # This server stops: say so now, not after the lease, unless the database is gone.
            with suppress(TimeoutError):
                async with asyncio.timeout(_FAREWELL_SECONDS):
                    await self._runner.recover(job)
            raise
        except Exception:
            log.exception("job %s stays for recovery", job.id)
        finally:
            self._running.pop(job.id, None)
            self._slots.release()

    async def _keep_leases(self) -> None:
        while True:
            try:
                if self._running:
                    await self._runner.jobs.renew(self._owner, list(self._running), self._lease)
                while job := await self._runner.jobs.claim_abandoned(self._owner, self._lease):
                    await self._runner.recover(job)
            except PyMongoError as error:
                log.warning("cannot renew leases: %s", error)
            await asyncio.sleep(self._lease.total_seconds() / 3)


@contextmanager
def _on_behalf(job: Job) -> Iterator[None]:
    """Work for the request that asked for the job, as a part of its trace."""
    attributes: Attributes = {"job.id": job.id, "job.attempt": job.attempts}
    parent = tracing.parent_from({"traceparent": job.traceparent} if job.traceparent else {})
    request = RequestContext(job.request) if job.request else None
    with (
        working_for(request),
        tracing.span(f"run {job.kind}", attributes, SpanKind.CONSUMER, parent),
    ):
        yield
