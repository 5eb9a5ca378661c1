import { expect, test } from 'vitest'
import { propose } from './propose.ts'

const advisor = (id: string, free: number, ...majors: string[]) => ({
  id,
  majors: majors.map((abbreviation) => ({ id: abbreviation, name: abbreviation, abbreviation })),
  quotas: { supervising: 10, chair: 0, second: 0, third: 0 },
  loads: { supervising: 10 - free, chair: 0, second: 0, third: 0 },
})
const project = (id: string, ...majors: string[]) => ({ id, majors })

test('whoever has the most places left, of the majors of the project', () => {
  const advisors = [advisor('a', 2, 'BM'), advisor('b', 3, 'BM'), advisor('c', 9, 'MK')]
  const projects = [project('1', 'BM'), project('2', 'BM'), project('3', 'BM'), project('4', 'MK', 'BM')]
  expect(propose(projects, advisors)).toEqual({ 1: 'b', 2: 'a', 3: 'b', 4: 'c' })
})

test('nobody beyond the places there are', () => {
  expect(propose([project('1', 'BM'), project('2', 'BM')], [advisor('a', 1), advisor('full', 0)])).toEqual({
    1: 'a',
    2: '',
  })
})
