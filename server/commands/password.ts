import { createInterface } from 'node:readline/promises'

/** Asks for it at a terminal, and reads it from standard input else. */
export async function readPassword(question = 'Password: '): Promise<string> {
  if (process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    const password = await terminal.question(question)
    terminal.close()
    return password
  }
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}
