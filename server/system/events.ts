import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

export const jobRetried = defineEvent('job.retried', 'admins', z.object({ job: z.string() }))
export const mailRetried = defineEvent('mail.retried', 'admins', z.object({ kind: z.string() }))
