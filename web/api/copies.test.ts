import { afterEach, expect, it } from 'vitest'
import { bodyOf, etagOf, forgetCopies } from './copies.ts'

const fresh = (body: unknown, etag = 'W/"1"') => new Response(JSON.stringify(body), { headers: { etag } })
const same = (etag = 'W/"1"') => new Response(null, { status: 304, headers: { etag } })

afterEach(forgetCopies)

it('gives the copy of an answer that is still good, until the session ends', async () => {
  expect(await bodyOf('/a', fresh({ n: 1 }))).toEqual({ n: 1 })
  expect(etagOf('/a')).toBe('W/"1"')
  expect(await bodyOf('/a', same())).toEqual({ n: 1 })
  forgetCopies()
  expect(etagOf('/a')).toBeUndefined()
})

it('keeps the newest answer, of 200 addresses at most', async () => {
  await bodyOf('/a', fresh({ n: 1 }))
  expect(await bodyOf('/a', fresh({ n: 2 }, 'W/"2"'))).toEqual({ n: 2 })
  for (let i = 0; i < 199; i += 1) await bodyOf(`/${i}`, fresh(i))
  expect(etagOf('/a')).toBe('W/"2"')
  await bodyOf('/more', fresh(0))
  expect(etagOf('/a')).toBeUndefined()
})

it('keeps nothing of an answer without a mark', async () => {
  await bodyOf('/a', new Response('[]'))
  expect(etagOf('/a')).toBeUndefined()
})
