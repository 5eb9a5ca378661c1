import { isIPv4, isIPv6 } from 'node:net'

/** What counts as one address: IPv4 as it is, also when written as IPv6; of IPv6 the /64 that a subscriber has. */
export function addressKey(ip: string): string {
  const plain = ip.split('%')[0] ?? ip
  if (isIPv4(plain) || !isIPv6(plain)) return plain
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = plain.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((one) => Number.parseInt(one, 16).toString(16))
    .join(':')}::/64`
}
