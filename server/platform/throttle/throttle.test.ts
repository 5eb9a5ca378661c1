import { describe, expect, it } from 'vitest'
import { addressKey } from './address.ts'
import { Throttle } from './throttle.ts'

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (ip, key) => expect(addressKey(ip)).toBe(key))
})

describe('a throttle', () => {
  it('allows the limit, refuses the next, and says when to come back', async () => {
    const throttle = new Throttle({ name: 'test', limit: 3, seconds: 60 }, null)
    const verdicts = []
    for (let i = 0; i < 4; i += 1) verdicts.push(await throttle.count('a'))
    expect(verdicts.map((one) => one.allowed)).toEqual([true, true, true, false])
    expect(verdicts.map((one) => one.remaining)).toEqual([2, 1, 0, 0])
    expect(verdicts[3]?.resetSeconds).toBeGreaterThan(0)
    expect(verdicts[3]?.resetSeconds).toBeLessThanOrEqual(60)
    expect((await throttle.count('b')).allowed).toBe(true)
  })

  it('begins anew when its window ends', async () => {
    const throttle = new Throttle({ name: 'short', limit: 1, seconds: 1 }, null)
    await throttle.count('a')
    expect((await throttle.count('a')).allowed).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await throttle.count('a')).allowed).toBe(true)
  })
})
