import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

export const jobRetried = defineEvent('job.retried', 'admins', z.object({ job: z.string() }))
