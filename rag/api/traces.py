"""OpenTelemetry traces of what is served, if the standard variables name who collects them.

Without `OTEL_EXPORTER_OTLP_ENDPOINT` (or the one for traces alone) nothing is recorded and nobody
is called. A span holds what was done, how long it took and how it ended: no question, no article,
no path, no user, and of a failure only its kind, because its message may quote what was asked.
Nothing global is set up, so that no library's own spans are sent along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry.trace import NoOpTracerProvider, Span, SpanKind, StatusCode, use_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.measures import FACES, face_of

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Variables of the standard; the exporter reads them, and others beside them, itself."""

SERVICE = "dateline"

TRACED = frozenset(face for _, face in FACES)
"""Faces whose requests are spans; a page's many small files are not."""


class Traces:
    """Begins spans, and sends them where there is a provider. Safe to use from several threads."""

    def __init__(self, provider: TracerProvider | None = None) -> None:
        self._provider = provider
        self._tracer = (provider or NoOpTracerProvider()).get_tracer(SERVICE)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Traces:
        """As the standard variables say."""
        off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
        if off or not any(environ.get(name) for name in ENDPOINTS):
            return cls()
        # Loaded only where they are wanted.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = {} if environ.get("OTEL_SERVICE_NAME") else {"service.name": SERVICE}
        provider = TracerProvider(resource=Resource.create(named))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        return cls(provider)

    def begin(self, name: str) -> Span:
        """A span under the request that it belongs to, if there is one; whoever began it ends it.

        It is not made the current one: work that is stepped in several threads has no one context.
        """
        return self._tracer.start_span(name)

    @contextmanager
    def request(self, face: str, method: str, headers: Mapping[str, str]) -> Iterator[Span]:
        """The span of a request, current while this is open; goes on with the caller's trace."""
        context = TraceContextTextMapPropagator().extract(headers)
        attributes = {"http.request.method": method, "dateline.face": face}
        span = self._tracer.start_span(
            f"{method} {face}", context=context, kind=SpanKind.SERVER, attributes=attributes
        )
        with use_span(
            span, end_on_exit=True, record_exception=False, set_status_on_exception=False
        ):
            yield span

    def close(self) -> None:
        """Sends what there is to send."""
        if self._provider is not None:
            self._provider.shutdown()


class Traced:
    """ASGI middleware: a span for each request of a face."""

    def __init__(self, app: ASGIApp, *, traces: Traces) -> None:
        self._app = app
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        face = face_of(scope["path"]) if scope["type"] == "http" else ""
        if face not in TRACED:
            await self._app(scope, receive, send)
            return
        with self._traces.request(face, scope["method"], Headers(scope=scope)) as span:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    status = message["status"]
                    span.set_attribute("http.response.status_code", status)
                    if status >= 500:
                        span.set_status(StatusCode.ERROR)
                await send(message)

            await self._app(scope, receive, noted)


def failed(span: Span, error: BaseException) -> None:
    """Notes of a failure what kind it is."""
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)
