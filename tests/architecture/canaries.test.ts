import { expect, test } from 'vitest'
import { canaries } from '../scorecard/canaries.ts'
import { scorecardDocument } from '../scorecard/document.ts'
import { lines } from '../scorecard/lines.ts'
import { read } from './tree.ts'

test('each defect of the scorecard finds its text exactly once, and belongs to a line that is built', async () => {
  const built = new Set(lines.filter((one) => one.tests || one.measure).map((one) => one.id))
  const wrong: string[] = []
  for (const { id, line, file, find } of canaries) {
    if ((await read(file)).split(find).length !== 2) wrong.push(`${id}: not once in ${file}`)
    if (!built.has(line)) wrong.push(`${id}: nothing measures ${line}`)
  }
  expect(wrong).toEqual([])
  expect(new Set(canaries.map((one) => one.id)).size).toBe(canaries.length)
})

test('the scorecard that is published says what was measured, of the lines there are', async () => {
  const again = 'npm run scorecard -- --profile release --add --docs --only none'
  const card = JSON.parse(await read('docs/scorecard.json'))
  expect(await read('docs/scorecard.md'), `write it anew: ${again}`).toBe(
    scorecardDocument(lines, card, canaries.length),
  )
})
