import { createServer, type Server, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openClamd, ScannerSilent } from './clamd.ts'

/** What came over each connection, from its beginning. */
const heard: string[] = []
const sockets = new Set<Socket>()
let answers: Readonly<Record<string, string>> = {}
let server: Server
let address: string

beforeAll(async () => {
  server = createServer((socket) => {
    const at = heard.push('') - 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      heard[at] += chunk.toString('latin1')
      const answer = answers[heard[at]?.split('\0')[0] ?? '']
      if (answer) socket.end(`${answer}\0`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `tcp://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

test('a scanner that said nothing is greeted before it is given the next file', async () => {
  const scanner = openClamd(address)
  const file = () => Readable.from([Buffer.from('chapter')])
  await expect(scanner.scan(file(), 100)).rejects.toThrow(ScannerSilent)
  const second = file()
  await expect(scanner.scan(second, 60_000)).rejects.toThrow(ScannerSilent)
  expect(second.destroyed).toBe(true)
  expect(heard.map((one) => one.split('\0')[0])).toEqual(['zINSTREAM', 'zPING'])
  answers = { zPING: 'PONG', zINSTREAM: 'stream: OK' }
  expect(await scanner.scan(file(), 1_000)).toBeNull()
  expect(await scanner.scan(file(), 1_000)).toBeNull()
  expect(heard.slice(2).map((one) => one.split('\0')[0])).toEqual(['zPING', 'zINSTREAM', 'zINSTREAM'])
})
