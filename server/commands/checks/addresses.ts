import { BlockList, isIP } from 'node:net'

/** Questions about addresses that can be answered without asking anybody. */

const own = new BlockList()
own.addSubnet('127.0.0.0', 8, 'ipv4')
own.addAddress('::1', 'ipv6')

const bare = (host: string) => host.replace(/^\[|\]$/g, '')

/** This machine by name, by address, or by a socket in the file system. */
export function isLocal(host: string): boolean {
  const name = bare(host)
  if (name === '' || name === 'localhost' || name.endsWith('.localhost') || name.startsWith('/')) return true
  const kind = isIP(name)
  return kind !== 0 && own.check(name, kind === 4 ? 'ipv4' : 'ipv6')
}

/** The server that an address names; of PostgreSQL a socket may stand in the query. */
export function hostOf(url: string): string {
  const { hostname, searchParams } = new URL(url)
  return searchParams.get('host') ?? decodeURIComponent(hostname)
}

const groupNames = ['loopback', 'linklocal', 'uniquelocal']

/** Whether a proxy is written in a way that the program understands: an address, a network, or a name of a group. */
export function isProxy(entry: string): boolean {
  if (groupNames.includes(entry)) return true
  const [address = '', prefix, more] = entry.split('/')
  const kind = isIP(address)
  if (kind === 0 || more !== undefined) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (kind === 4 ? 32 : 128))
}

/** A network so wide that strangers are in it. */
export function isWide(entry: string): boolean {
  const [address = '', prefix] = entry.split('/')
  return prefix !== undefined && Number(prefix) < (isIP(address) === 4 ? 8 : 7)
}

export const isLoopbackProxy = (entry: string) => entry === 'loopback' || isLocal(entry.split('/')[0] ?? '')
