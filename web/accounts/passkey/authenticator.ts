/** What the browser does with passkeys. Bytes travel as base64url, which not every browser in use turns into bytes by itself. */
import type { MadePasskey, PasskeyAsked, PasskeyWanted, ShownPasskey } from '../../../contract/accounts/passkeys.ts'

const toBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

const toText = (bytes: ArrayBuffer) =>
  btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/** Has the browser make one; `already` when the device has one for the account, null when the person or the browser gave up. */
export async function makePasskey(wanted: PasskeyWanted): Promise<MadePasskey | 'already' | null> {
  const publicKey = {
    ...wanted,
    challenge: toBytes(wanted.challenge),
    user: { ...wanted.user, id: toBytes(wanted.user.id) },
    excludeCredentials: wanted.excludeCredentials.map(({ type, id, transports }) => ({
      ...{ type, id: toBytes(id) },
      transports: transports as AuthenticatorTransport[],
    })),
  }
  const made = await unlessRefused(() => navigator.credentials.create({ publicKey }))
  if (!(made instanceof PublicKeyCredential)) return made === 'already' ? made : null
  const response = made.response as AuthenticatorAttestationResponse
  return {
    id: made.id,
    clientDataJSON: toText(response.clientDataJSON),
    attestationObject: toText(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  }
}

/** Has the person choose one of this site; null when nobody did. */
export async function showPasskey(asked: PasskeyAsked): Promise<ShownPasskey | null> {
  const publicKey = { ...asked, challenge: toBytes(asked.challenge) }
  const shown = await unlessRefused(() => navigator.credentials.get({ publicKey }))
  if (!(shown instanceof PublicKeyCredential)) return null
  const response = shown.response as AuthenticatorAssertionResponse
  if (!response.userHandle) return null
  return {
    id: shown.id,
    clientDataJSON: toText(response.clientDataJSON),
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: toText(response.userHandle),
  }
}

/** Browsers say by exceptions what people decided: most by one that tells nothing else. */
async function unlessRefused(work: () => Promise<Credential | null>): Promise<Credential | 'already' | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return error.name === 'InvalidStateError' ? 'already' : null
  }
}
