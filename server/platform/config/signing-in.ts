import { z } from 'zod'
import { address, whole } from './kinds.ts'

/** Settings about signing in; part of `settings`. */
export const signingIn = {
  secondFactor: {
    name: 'BM23_SECOND_FACTOR',
    group: 'accounts',
    description:
      'Codes of an authenticator app beside the password: `optional` offers them to everybody, `staff` demands them of ' +
      'administrators and department admins, who can do nothing before they have set one up, or have added a passkey, which ' +
      'counts as one; `off` asks nobody, who has one included. The keys of the apps are sealed by BM23_SECRET_KEYS.',
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
  oidcIssuer: {
    name: 'BM23_OIDC_ISSUER',
    group: 'accounts',
    description:
      'Single sign-on by OpenID Connect: the issuer, exactly as the provider writes it. The provider is told the address ' +
      'BM23_PUBLIC_URL/sign-in/provider to send people back to. Whoever comes from it the first time is known by a verified ' +
      'e-mail address; roles never come from it.',
    schema: address('https', 'http').nullable().default(null),
    example: 'https://id.example.edu/realms/faculty',
  },
  oidcClientId: {
    name: 'BM23_OIDC_CLIENT_ID',
    group: 'accounts',
    description: 'What this installation is called at the provider.',
    schema: z.string().max(300).nullable().default(null),
    example: 'bm23',
  },
  oidcClientSecret: {
    name: 'BM23_OIDC_CLIENT_SECRET',
    group: 'accounts',
    description: 'What this installation proves itself with to the provider.',
    schema: z.string().max(1_000).nullable().default(null),
    example: '<secret>',
    secret: true,
    file: true,
  },
  oidcName: {
    name: 'BM23_OIDC_NAME',
    group: 'accounts',
    description: 'What the button of the sign-in page calls the provider; its host name unless it is set.',
    schema: z.string().trim().max(40).nullable().default(null),
    example: 'NUOL',
  },
} as const
