import { setNonce } from 'get-nonce'
import { z } from 'zod'

/**
 * What must hold before any other module runs: no compiled schemas (the page forbids eval), one Trusted Types policy
 * that lets nothing through that could be markup, and the nonce of this page for the style elements of the widgets.
 */
z.config({ jitless: true })

/** The nonce the server wrote into this page. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
setNonce(nonce)

interface TrustedTypes {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): unknown
}

function refuse(text: string): never {
  throw new TypeError(`Refused: ${text.slice(0, 80)}`)
}

const trustedTypes = (window as { trustedTypes?: TrustedTypes }).trustedTypes
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text.includes('<') ? refuse(text) : text),
  createScript: refuse,
  createScriptURL: refuse,
})
