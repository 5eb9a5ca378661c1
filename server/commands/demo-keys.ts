import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshKey } from '../platform/config/keyring.ts'

/** The value of `BM23_SECRET_KEYS` of a demo, made at its first start and kept beside its data: two-step verification can be tried. */
export function demoKeys(dataDir: string): string {
  const path = join(dataDir, 'demo-keys')
  if (existsSync(path)) return readFileSync(path, 'utf8')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const keys = freshKey()
  writeFileSync(path, keys, { mode: 0o600 })
  return keys
}
