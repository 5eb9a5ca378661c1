import { expect, it } from 'vitest'
import { handedSocket } from './handed.ts'

it('takes the one socket that was handed to this process', () => {
  expect(handedSocket({ LISTEN_PID: '7', LISTEN_FDS: '1' }, 7)).toBe(3)
})

it.each([{}, { LISTEN_FDS: '1' }, { LISTEN_PID: '7', LISTEN_FDS: '1' }, { LISTEN_PID: '8', LISTEN_FDS: '0' }])(
  'listens by itself with %o',
  (env) => {
    expect(handedSocket(env, 8)).toBeUndefined()
  },
)

it.each(['2', 'x'])('refuses %s sockets', (count) => {
  expect(() => handedSocket({ LISTEN_PID: '7', LISTEN_FDS: count }, 7)).toThrow('one socket is expected')
})
