/** A passkey in software: what a browser and an authenticator do, or what somebody does who lies. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import * as contract from '../contract/accounts/passkeys.ts'
import { password, type TestApp } from './harness.ts'
import { cookieOf } from './providers/visitor.ts'

type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>

function head(kind: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(kind << 5) | value])
  return value < 256 ? Buffer.from([(kind << 5) | 24, value]) : Buffer.from([(kind << 5) | 25, value >> 8, value & 255])
}

/** As much of RFC 8949 as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const pairs = [...value].flatMap(([name, one]) => [cbor(name), cbor(one)])
  return Buffer.concat([head(5, value.size), ...pairs])
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const text = (bytes: Buffer) => bytes.toString('base64url')

/** What of an answer is not as it should be. */
export interface Lie {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  /** 1 = somebody was there, 4 = it was checked who. */
  readonly flags?: number
  readonly counter?: number
  readonly userHandle?: string
  readonly id?: string
}

/** An authenticator that counts, or (`counts: false`) does not. */
export function openPasskey(counts = true) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  let userHandle = ''

  const clientData = (type: string, challenge: string, lie: Lie) =>
    Buffer.from(
      JSON.stringify({
        ...{ type: lie.type ?? type, challenge: lie.challenge ?? challenge },
        ...{ origin: lie.origin ?? 'http://localhost:2323', crossOrigin: lie.crossOrigin ?? false },
      }),
    )
  const authenticatorData = (rpId: string, lie: Lie, made?: Buffer) => {
    if (counts) counter += 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lie.counter ?? counter)
    const flags = Buffer.from([(lie.flags ?? 5) | (made ? 0x40 : 0)])
    return Buffer.concat([sha256(lie.rpId ?? rpId), flags, count, made ?? Buffer.alloc(0)])
  }
  const credential = () => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const point = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')] as const
    const key = new Map<number, Cbor>([[1, 2] as const, [3, -7], [-1, 1], [-2, point[0]], [-3, point[1]]])
    return Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(key)])
  }
  return {
    id: text(id),
    make(wanted: contract.PasskeyWanted, lie: Lie = {}): contract.MadePasskey {
      userHandle = wanted.user.id
      const authData = authenticatorData(wanted.rp.id, lie, credential())
      const object = new Map<string, Cbor>([['fmt', 'none'] as const, ['attStmt', new Map()], ['authData', authData]])
      return {
        id: text(id),
        clientDataJSON: text(clientData('webauthn.create', wanted.challenge, lie)),
        attestationObject: text(cbor(object)),
        transports: ['internal'],
      }
    },
    show(asked: contract.PasskeyAsked, lie: Lie = {}): contract.ShownPasskey {
      const data = authenticatorData(asked.rpId, lie)
      const client = clientData('webauthn.get', asked.challenge, lie)
      return {
        id: lie.id ?? text(id),
        clientDataJSON: text(client),
        authenticatorData: text(data),
        signature: text(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
        userHandle: lie.userHandle ?? userHandle,
      }
    },
  }
}
export type SoftPasskey = ReturnType<typeof openPasskey>

/** A browser that is asked for a passkey. */
export async function askedBy(app: TestApp) {
  const answer = await app.call(contract.beginPasskeySignIn)
  if (answer.status !== 200) throw new Error(answer.problem.code)
  return { asked: answer.body, cookie: cookieOf(answer, 'bm23-passkey') }
}

/** Signs in by a passkey, or tries to. */
export async function enterBy(app: TestApp, passkey: SoftPasskey, lie: Lie = {}) {
  const { asked, cookie } = await askedBy(app)
  return await app.call(contract.finishPasskeySignIn, { body: passkey.show(asked, lie), headers: { cookie } })
}

/** Begins to add a passkey to the account of a session; `cookie` carries both from now on. */
export async function beginAdding(app: TestApp, session: string, code?: string) {
  const begun = await app.call(contract.beginPasskey, { body: { password, code }, headers: { cookie: session } })
  return { ...begun, cookie: `${session}; ${cookieOf(begun, 'bm23-passkey')}` }
}

/** Adds a passkey; the session that comes of it. */
export async function addPasskey(app: TestApp, session: string, passkey: SoftPasskey, name = 'My telephone') {
  const begun = await beginAdding(app, session)
  if (begun.status !== 200) throw new Error(begun.problem.code)
  const body = { ...passkey.make(begun.body.wanted), name }
  const confirmed = await app.call(contract.confirmPasskey, { body, headers: { cookie: begun.cookie } })
  if (confirmed.status !== 200) throw new Error(confirmed.problem.code)
  return cookieOf(confirmed, 'bm23')
}
