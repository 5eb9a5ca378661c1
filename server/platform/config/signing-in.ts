import { z } from 'zod'
import { whole } from './kinds.ts'

/** Settings about signing in; part of `settings`. */
export const signingIn = {
  secondFactor: {
    name: 'BM23_SECOND_FACTOR',
    group: 'accounts',
    description:
      'Codes of an authenticator app beside the password: `optional` offers them to everybody, `staff` demands them of ' +
      'administrators and department admins, who can do nothing before they have set one up; `off` asks nobody, who has one ' +
      'included. The keys of the apps are sealed by BM23_SECRET_KEYS.',
    schema: z.enum(['off', 'optional', 'staff']).default('optional'),
    example: 'staff',
  },
  staffIdleMinutes: {
    name: 'BM23_STAFF_IDLE_MINUTES',
    group: 'accounts',
    description:
      'Minutes without use after which administrators and department admins are signed out; 0 lets their sessions last ' +
      'twelve hours like those of everybody else.',
    schema: whole(0, 720).default(30),
    example: '30',
  },
} as const
