import { whole } from './kinds.ts'

/** Settings about signing in; part of `settings`. */
export const signingIn = {
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
