import pg from 'pg'
import { expect, it } from 'vitest'
import { parsers } from './connect.ts'

const read = parsers[pg.types.builtins.TIMESTAMPTZ] as (text: string) => unknown

it.each([
  ['2026-11-25 09:05:12+00', '2026-11-25T09:05:12.000Z'],
  ['2026-11-25 09:05:12.3+00', '2026-11-25T09:05:12.300Z'],
  ['2026-11-25 09:05:12.345678+00', '2026-11-25T09:05:12.345Z'],
  ['2026-11-25 16:05:12.34+07', '2026-11-25T09:05:12.340Z'],
  ['2026-11-25 14:35:12+05:30', '2026-11-25T09:05:12.000Z'],
])('reads the moment %s', (text, moment) => expect(read(text)).toBe(moment))
