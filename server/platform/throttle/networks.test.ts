import { expect, it } from 'vitest'
import { addressMatcher } from './networks.ts'

it('knows addresses, networks and their names, in both families', () => {
  const known = addressMatcher(['10.1.0.0/16', '192.0.2.7', '2001:db8::/32', 'loopback'])
  const inside = ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8:7::1', '127.0.0.1', '::1']
  const outside = ['10.2.0.1', '192.0.2.8', '2001:db9::1', '::ffff:10.2.0.1', '', 'localhost', undefined]
  expect(inside.filter((one) => !known(one))).toEqual([])
  expect(outside.filter((one) => known(one))).toEqual([])
  expect(addressMatcher([])('127.0.0.1')).toBe(false)
})

it('refuses what is no address', () => {
  expect(() => addressMatcher(['proxy.example'])).toThrow('proxy.example is neither an address nor a network')
})
