import type { Span as ApiSpan } from '@opentelemetry/api'
import type { Config } from '../../config.ts'

/** One stretch of work in a trace. */
export interface Span {
  /** A part of this work, that begins now or began so many milliseconds ago. */
  child(name: string, attributes?: Attributes, startedMsAgo?: number): Span
  /** `traceparent` for work that goes on elsewhere. */
  readonly parent: string
  end(outcome?: { attributes?: Attributes; failed?: string | null }): void
}

type Attributes = Readonly<Record<string, string | number>>

export interface Traces {
  /** The outermost span here; `parent` is the `traceparent` of who asked, if it is believed. */
  start(name: string, kind: 'server' | 'consumer', attributes?: Attributes, parent?: string): Span
  close(): Promise<void>
}

/** Traces by OpenTelemetry, sent to the configured collector; null, and nothing loaded, without one. */
export async function openTraces(config: Pick<Config, 'otlpEndpoint'>, version: string): Promise<Traces | null> {
  if (!config.otlpEndpoint) return null
  const [api, sdk, resources, otlp] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ])
  const exporter = new otlp.OTLPTraceExporter({
    url: `${config.otlpEndpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: 5_000,
  })
  // bounded: when the collector is slow or away, spans are dropped and nobody waits
  const processor = new sdk.BatchSpanProcessor(exporter, { maxQueueSize: 2_048, scheduledDelayMillis: 2_000 })
  const provider = new sdk.BasicTracerProvider({
    spanProcessors: [processor],
    spanLimits: { attributeValueLengthLimit: 2_000 },
    resource: resources.resourceFromAttributes({ 'service.name': 'bm23', 'service.version': version }),
  })
  const tracer = provider.getTracer('bm23', version)
  const { trace, ROOT_CONTEXT, SpanKind, SpanStatusCode } = api

  const wrap = (span: ApiSpan): Span => ({
    child: (name, attributes = {}, startedMsAgo = 0) =>
      wrap(
        tracer.startSpan(
          name,
          { attributes, startTime: new Date(Date.now() - startedMsAgo) },
          trace.setSpan(ROOT_CONTEXT, span),
        ),
      ),
    get parent() {
      const { traceId, spanId } = span.spanContext()
      return `00-${traceId}-${spanId}-01`
    },
    end: ({ attributes = {}, failed = null } = {}) => {
      span.setAttributes(attributes)
      if (failed !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failed })
      span.end()
    },
  })
  return {
    start: (name, kind, attributes = {}, parent) => {
      const [, traceId = '', spanId = '', flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])$/.exec(parent ?? '') ?? []
      const remote = { traceId, spanId, traceFlags: Number(flags), isRemote: true }
      const above = api.isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT
      return wrap(
        tracer.startSpan(name, { kind: kind === 'server' ? SpanKind.SERVER : SpanKind.CONSUMER, attributes }, above),
      )
    },
    close: () => provider.shutdown(),
  }
}
