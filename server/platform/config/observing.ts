import { z } from 'zod'
import { address, flag, networks, whole } from './kinds.ts'

/** Settings about what the program tells of itself; part of `settings`. */
export const observing = {
  logLevel: {
    name: 'BM23_LOG_LEVEL',
    group: 'logging',
    description: 'The least severe lines that are written.',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    example: 'info',
  },
  logRequests: {
    name: 'BM23_LOG_REQUESTS',
    group: 'logging',
    description: 'A line for each request: its id, route, status, duration, and the id of the account that asked.',
    schema: flag.default(true),
    example: 'true',
  },
  logFile: {
    name: 'BM23_LOG_FILE',
    group: 'logging',
    description:
      'Writes the log to files instead of stderr: a number is put before the ending, and a new one begins each day and ' +
      'when one is full. Each process needs a name of its own.',
    schema: z.string().nullable().default(null),
    example: '/var/log/bm23/serve.log',
  },
  logFileMegabytes: {
    name: 'BM23_LOG_FILE_MB',
    group: 'logging',
    description: 'Size at which a log file is full, in megabytes.',
    schema: whole(1, 10_000).default(50),
    example: '50',
  },
  logFileKeep: {
    name: 'BM23_LOG_FILE_KEEP',
    group: 'logging',
    description: 'How many full log files stay; the oldest go.',
    schema: whole(1, 1_000).default(14),
    example: '14',
  },
  slowRequest: {
    name: 'BM23_SLOW_REQUEST_MS',
    group: 'logging',
    description: 'A request that takes longer is written as a warning, in milliseconds.',
    schema: whole(1, 600_000).default(1_000),
    example: '1000',
  },
  slowQuery: {
    name: 'BM23_SLOW_QUERY_MS',
    group: 'logging',
    description: 'An SQL statement that takes longer is written as a warning, without its values, in milliseconds.',
    schema: whole(1, 600_000).default(300),
    example: '300',
  },
  metricsPort: {
    name: 'BM23_METRICS_PORT',
    group: 'observing',
    description:
      'Port of the inner listener with /metrics for Prometheus and /health in detail; 0 takes a free one. Without it there ' +
      'is none. Each process needs a port of its own, and no proxy may pass it on.',
    schema: whole(0, 65_535).nullable().default(null),
    example: '9323',
  },
  metricsHost: {
    name: 'BM23_METRICS_HOST',
    group: 'observing',
    description: 'Address of the inner listener.',
    schema: z.string().default('127.0.0.1'),
    example: '127.0.0.1',
  },
  healthDetails: {
    name: 'BM23_HEALTH_DETAILS',
    group: 'observing',
    description: 'Addresses or networks that are told what is wrong by /health/ready; everybody else gets one word.',
    schema: networks.default(['127.0.0.0/8', '::1']),
    example: '127.0.0.0/8,::1,10.1.0.0/16',
  },
  otlpEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    group: 'observing',
    description:
      'Collector that traces are sent to, by OTLP over HTTP (below it /v1/traces). Without it none are made.',
    schema: address('http', 'https').nullable().default(null),
    example: 'http://127.0.0.1:4318',
  },
  sentryDsn: {
    name: 'BM23_SENTRY_DSN',
    group: 'observing',
    description: 'Where failures are reported: the DSN of Sentry, or of what speaks its protocol (GlitchTip).',
    schema: address('https', 'http').nullable().default(null),
    example: 'https://key@errors.example.edu/1',
    secret: true,
    file: true,
  },
} as const
