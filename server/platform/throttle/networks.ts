import { BlockList, isIP } from 'node:net'

/** Names that may be written instead of networks, as proxies name them. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/**
 * Whether an address is one of the given addresses or networks (`10.0.0.0/8`). IPv4 written as IPv6 counts as IPv4.
 * @throws Error when one of them is none
 */
export function addressMatcher(addresses: readonly string[]): (address: string | undefined) => boolean {
  const known = new BlockList()
  for (const one of addresses.flatMap((each) => named[each] ?? [each])) {
    const [address = '', bits] = one.split('/')
    if (isIP(address) === 0) throw new Error(`${one} is neither an address nor a network`)
    if (bits === undefined) known.addAddress(address, family(address))
    else known.addSubnet(address, Number(bits), family(address))
  }
  return (address) => {
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
    return isIP(plain) !== 0 && known.check(plain, family(plain))
  }
}
