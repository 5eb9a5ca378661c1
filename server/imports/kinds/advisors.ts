import type { Quotas } from '../../../contract/advisors.ts'
import { Email, text } from '../../../contract/endpoint.ts'
import { fold, meansAll } from '../../../contract/words.ts'
import { createMajorFinder, type MajorState } from './majors.ts'
import {
  createClaims,
  decide,
  groupBy,
  listed,
  type Planned,
  type Reading,
  readRow,
  refused,
  type SourceRow,
} from './plan.ts'

export interface AdvisorState {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly email: string | null
  readonly quotas: Quotas
  readonly majorIds: readonly string[]
}

/** An account that signs in by a login or has an e-mail address of the file. */
export interface AccountState {
  readonly accountId: string
  readonly login: string | null
  readonly email: string | null
  readonly student: boolean
  /** An approved student of another year, who comes back under the same student ID. */
  readonly returning: boolean
}

export interface AdvisorTarget {
  readonly id: string | undefined
  readonly name: string
  /** Undefined leaves the address as it is. */
  readonly email: string | undefined
  readonly quotas: Quotas
  readonly majorIds: readonly string[]
}

interface State {
  readonly majors: readonly MajorState[]
  readonly advisors: readonly AdvisorState[]
  readonly accounts: readonly AccountState[]
}

const Name = text(200)
const seats = ['supervising', 'chair', 'second', 'third'] as const
/** Places of each kind that a new advisor gives when the file does not say. */
const usualQuota = 5

function readQuota(reading: Reading, seat: (typeof seats)[number], now: number): number {
  const given = reading.optional(seat)
  if (given === undefined) return now
  if (/^\d{1,3}(?:\.0+)?$/.test(given) && Number(given) <= 500) return Number(given)
  reading.refuse(seat, 'cell.invalid', { value: given.slice(0, 100) })
  return now
}

function readQuotas(reading: Reading, now: Quotas | undefined): Quotas {
  const quota = (seat: (typeof seats)[number]) => readQuota(reading, seat, now?.[seat] ?? usualQuota)
  return { supervising: quota('supervising'), chair: quota('chair'), second: quota('second'), third: quota('third') }
}

/** Specialisations as abbreviations or names; "All" clears them, a blank cell leaves them. */
function readMajors(reading: Reading, find: ReturnType<typeof createMajorFinder>, now: readonly string[]) {
  const given = reading.optional('majors')
  if (given === undefined) return now
  if (meansAll(given)) return []
  // a name may hold a comma itself
  const parts = find(given) ? [given] : listed(reading.source.cells.majors ?? '')
  const ids = parts.flatMap((part) => {
    const major = find(part)
    if (!major) reading.refuse('majors', 'cell.unknown', { value: part })
    return major ? [major.id] : []
  })
  return [...new Set(ids)]
}

/**
 * Who a row is about: whoever has its e-mail address, else whoever has its name. Somebody of the same name with another
 * address is another person; without an address to tell them apart the row is refused.
 */
function createMatcher(advisors: readonly AdvisorState[]) {
  const byEmail = new Map(advisors.flatMap((one) => (one.email ? [[one.email, one] as const] : [])))
  const byName = groupBy(advisors, (one) => fold(one.name))
  return (reading: Reading, name: string, email: string | undefined): AdvisorState | undefined => {
    const known = byEmail.get(email ?? '')
    if (known) return known
    const namesakes = byName.get(fold(name)) ?? []
    const possible = namesakes.filter((one) => email === undefined || one.email === null)
    if (possible.length > 1) reading.refuse('name', 'advisor.ambiguous', { name, count: possible.length })
    return possible[0]
  }
}

/** Two rows of one name are two people only when both have an address; otherwise nobody knows. */
function createNamesakes() {
  const rows = new Map<string, { row: number; emails: (string | undefined)[] }>()
  return (reading: Reading, name: string, email: string | undefined): void => {
    const earlier = rows.get(fold(name))
    if (earlier && (!email || earlier.emails.includes(undefined))) {
      reading.refuse('name', 'advisor.ambiguous', { name, row: earlier.row })
    }
    rows.set(fold(name), {
      row: earlier?.row ?? reading.source.row,
      emails: [...(earlier?.emails ?? []), email],
    })
  }
}

function shown(one: Pick<AdvisorTarget, 'name' | 'quotas' | 'majorIds'>, majors: readonly MajorState[]) {
  const short = majors.filter((major) => one.majorIds.includes(major.id)).map((major) => major.abbreviation)
  const { supervising, chair, second, third } = one.quotas
  const numbers = { supervising: `${supervising}`, chair: `${chair}`, second: `${second}`, third: `${third}` }
  return { name: one.name, ...numbers, majors: short.toSorted().join(', ') }
}

export function planAdvisors(state: State, rows: readonly SourceRow[]) {
  const findMajor = createMajorFinder(state.majors)
  const owners = new Map(state.accounts.map((one) => [one.email, one]))
  const match = createMatcher(state.advisors)
  const claims = createClaims()
  const checkNamesakes = createNamesakes()
  return rows.map((source): Planned<AdvisorTarget> => {
    const reading = readRow(source)
    const name = reading.name('name', Name)
    const email = reading.parsed('email', Email, 'optional')
    const existing = name === undefined ? undefined : match(reading, name, email)
    const quotas = readQuotas(reading, existing?.quotas)
    const majorIds = readMajors(reading, findMajor, existing?.majorIds ?? [])
    if (name !== undefined) checkNamesakes(reading, name, email)
    if (email) claims.claim(reading, 'email', email)
    if (existing && reading.reasons.length === 0) claims.claim(reading, 'name', existing.id)
    const owner = email ? owners.get(email) : undefined
    const taken = owner && (existing ? owner.accountId !== existing.accountId : owner.student)
    if (taken) reading.refuse('email', 'account.emailTaken', { value: email })
    if (name === undefined) return refused(reading)
    const now = existing ? { ...shown(existing, state.majors), email: existing.email ?? '' } : null
    const next = { ...shown({ name, quotas, majorIds }, state.majors), ...(email ? { email } : {}) }
    return decide(reading, now, next, { id: existing?.id, name, email, quotas, majorIds })
  })
}
