import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../platform/config.ts'
import { demoKeys } from './demo-keys.ts'

test('a demo has keys of its own, the same at each start, for its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bm23-demo-keys-'))
  try {
    const dataDir = join(folder, 'data')
    const keys = demoKeys(dataDir)
    expect(demoKeys(dataDir)).toBe(keys)
    expect(demoKeys(join(folder, 'other'))).not.toBe(keys)
    expect(statSync(join(dataDir, 'demo-keys')).mode & 0o777).toBe(0o600)
    expect(readConfig({ BM23_SECRET_KEYS: keys, BM23_DATA_DIR: dataDir }).secretKeys).toHaveLength(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
