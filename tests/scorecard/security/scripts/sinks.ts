import { SourceMap } from 'node:module'
import { build, type Rollup } from 'vite'
import { root } from '../../measure.ts'

/** What turns a text into markup or a program. */
const sinks =
  /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\bFunction\(|setHTMLUnsafe|createContextualFragment|srcdoc|srcDoc|parseFromString/g

/**
 * Libraries that hold such words and why that is no way in: React is what carries out `dangerouslySetInnerHTML`, Mantine
 * fills its style elements with it and passes the property on, zod asks whether it may compile and is told no.
 */
const judged: Readonly<Record<string, RegExp>> = {
  'react-dom': /innerHTML/i,
  '@mantine/core': /innerHTML/i,
  zod: /Function/,
}

/**
 * Builds the web once more, in memory, with maps from each place of the bundle to the file it came from, and names every
 * raw sink that is in a file of ours or in a library that nobody has judged.
 */
export async function rawSinks(): Promise<{ own: string[]; foreign: string[]; chunks: number }> {
  const built = await build({ root, logLevel: 'error', build: { write: false, sourcemap: 'hidden' } })
  const outputs = (Array.isArray(built) ? built : [built]) as Rollup.RollupOutput[]
  const chunks = outputs.flatMap((one) => one.output).filter((one) => one.type === 'chunk')
  const own = new Set<string>()
  const foreign = new Set<string>()
  for (const { code, map, fileName } of chunks) {
    const places = map ? new SourceMap(JSON.parse(map.toString())) : null
    for (const [line, text] of code.split('\n').entries()) {
      for (const found of text.matchAll(sinks)) {
        const entry = places?.findEntry(line, found.index)
        const source = entry && 'originalSource' in entry ? entry.originalSource : fileName
        const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]
        if (!library) own.add(`${found[0]} in ${source.replace(/^(\.\.\/)+/, '')}`)
        else if (!judged[library]?.test(found[0])) foreign.add(`${found[0]} in ${library}`)
      }
    }
  }
  return { own: [...own], foreign: [...foreign], chunks: chunks.length }
}
