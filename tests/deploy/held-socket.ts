/** A socket that is bound and not read by this process, as a service manager holds one. */
export interface HeldSocket {
  readonly fd: number
  close(): void
}

interface TcpWrap {
  readonly TCP: new (type: number) => HeldSocket & { bind(address: string, port: number): number }
  readonly constants: { readonly SERVER: number }
}

/**
 * Binds a port of 127.0.0.1 without listening: the process that gets the descriptor listens, and the socket outlives it.
 * `node:net` always listens and accepts, so this asks the binding below it.
 */
export function holdSocket(port: number): HeldSocket {
  const { TCP, constants } = (process as unknown as { binding(name: string): TcpWrap }).binding('tcp_wrap')
  const socket = new TCP(constants.SERVER)
  const failed = socket.bind('127.0.0.1', port)
  if (failed !== 0) throw new Error(`port ${port} cannot be bound: ${failed}`)
  return socket
}
