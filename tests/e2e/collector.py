"""Something on loopback that takes spans, as an OpenTelemetry collector does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.loopback import serve


@dataclass
class Collector:
    """What was sent; ``bodies`` as it came, ``spans`` as it reads."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    services: set[str] = field(default_factory=set)

    async def take(self, request: Request) -> Response:
        """Decode what OTLP over HTTP carries."""
        body = await request.body()
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services.add(attributes(resource.resource)["service.name"])
            for scope in resource.scope_spans:
                self.spans += scope.spans
        answer = ExportTraceServiceResponse().SerializeToString()
        return Response(answer, media_type="application/x-protobuf")

    async def find(self, wanted: Callable[[Span], bool]) -> Span:
        """The first span that is ``wanted``, once it has come."""
        async with asyncio.timeout(10):
            while True:
                for span in self.spans:
                    if wanted(span):
                        return span
                await asyncio.sleep(0.05)


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    """Take spans within the block."""
    collector = Collector()
    app = Starlette(routes=[Route("/v1/traces", collector.take, methods=["POST"])])
    async with serve(app) as collector.port:
        yield collector


def attributes(of: Any) -> dict[str, Any]:  # noqa: ANN401 - a span or a resource
    """Attributes by name."""
    return {item.key: getattr(item.value, item.value.WhichOneof("value")) for item in of.attributes}
