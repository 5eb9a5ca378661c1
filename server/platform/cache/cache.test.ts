import { describe, expect, it } from 'vitest'
import { Cache, type Remembered } from './cache.ts'

const years: Remembered<{ n: number }> = {
  name: 'years',
  what: '',
  key: '',
  seconds: 60,
  most: 2,
  droppedBy: ['years'],
}

function counting() {
  const cache = new Cache([years])
  cache.certain(true)
  let loads = 0
  const load = async () => ({ n: ++loads })
  return { cache, ask: (key = 'a') => cache.remember(years, key, load), loads: () => loads }
}

describe('a cache', () => {
  it('asks once, also when many ask at once, and counts', async () => {
    const { cache, ask, loads } = counting()
    await Promise.all([ask(), ask(), ask()])
    await ask()
    expect(loads()).toBe(1)
    expect(cache.counts()).toEqual([{ name: 'years', hits: 3, misses: 1, size: 1 }])
  })

  it('asks again after a change, even one that came while it was asking', async () => {
    const { cache, ask, loads } = counting()
    const asking = ask()
    cache.changed('years')
    await asking
    expect(await ask()).toEqual({ n: 2 })
    cache.changed('rooms')
    await ask()
    expect(loads()).toBe(2)
  })

  it('remembers nothing while it does not hear of changes, and nothing from before', async () => {
    const { cache, ask, loads } = counting()
    await ask()
    cache.certain(false)
    await ask()
    await ask()
    expect(loads()).toBe(3)
    cache.certain(true)
    expect(await ask()).toEqual({ n: 4 })
  })

  it('keeps neither what was not found nor what failed', async () => {
    const cache = new Cache([years])
    cache.certain(true)
    expect(await cache.remember(years, 'a', async () => null)).toBeNull()
    await expect(cache.remember(years, 'a', () => Promise.reject(new Error('sick')))).rejects.toThrow('sick')
    expect(await cache.remember(years, 'a', async () => ({ n: 1 }))).toEqual({ n: 1 })
  })

  it('holds no more than it may, and refuses what is not in its table', async () => {
    const { cache, ask } = counting()
    for (const key of ['a', 'b', 'c']) await ask(key)
    expect(cache.counts()[0]?.size).toBe(2)
    await expect(cache.remember({ ...years, name: 'other' }, 'a', async () => null)).rejects.toThrow('table of caches')
  })
})
