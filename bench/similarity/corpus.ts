import type { Topics } from '../../server/projects/registration.ts'
import * as words from './words.ts'

/** Titles of an archive, and titles that say the same in another way: all from one seed. */

/** A generator of numbers from 0 to 1 that repeats itself with its seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
type Pair = readonly [en: string, lo: string]
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

/** What a title is about; how it says it is another matter. */
interface Study {
  kind: 'study'
  cause: Pair
  result: Pair
  subject: Pair
  place: Pair
}
interface Build {
  kind: 'build'
  system: Pair
  subject: Pair
  technology: Pair
  place: Pair
}
export type Matter = Study | Build

export function matter(random: Random): Matter {
  const [subject, place] = [pick(random, words.subjects), pick(random, words.places)]
  if (random() < 0.7) {
    return { kind: 'study', cause: pick(random, words.causes), result: pick(random, words.results), subject, place }
  }
  return {
    kind: 'build',
    system: pick(random, words.systems),
    technology: pick(random, words.technologies),
    subject,
    place,
  }
}

type Form<M> = (of: M) => Topics
const studies: readonly Form<Study>[] = [
  ({ cause: c, result: r, subject: s, place: p }) => ({
    topicEn: `The effect of ${c[0]} on ${r[0]} of ${s[0]} in ${p[0]}`,
    topicLo: `ຜົນກະທົບຂອງ${c[1]}ຕໍ່${r[1]}ຂອງ${s[1]} ຢູ່${p[1]}`,
  }),
  ({ cause: c, result: r, subject: s, place: p }) => ({
    topicEn: `A study of ${c[0]} affecting ${r[0]}: a case study of ${s[0]} in ${p[0]}`,
    topicLo: `ການສຶກສາ${c[1]}ທີ່ມີຜົນຕໍ່${r[1]}: ກໍລະນີສຶກສາ ${s[1]} ${p[1]}`,
  }),
  ({ cause: c, result: r, subject: s, place: p }) => ({
    topicEn: `The relationship between ${c[0]} and ${r[0]} in ${s[0]}, ${p[0]}`,
    topicLo: `ຄວາມສຳພັນລະຫວ່າງ${c[1]} ແລະ ${r[1]}ໃນ${s[1]} ${p[1]}`,
  }),
]
const builds: readonly Form<Build>[] = [
  ({ system: y, subject: s, technology: t, place: p }) => ({
    topicEn: `Development of a ${y[0]} for ${s[0]} using ${t[0]} in ${p[0]}`,
    topicLo: `ການພັດທະນາ${y[1]}ສຳລັບ${s[1]}ໂດຍໃຊ້${t[1]} ${p[1]}`,
  }),
  ({ system: y, subject: s, technology: t, place: p }) => ({
    topicEn: `Design and implementation of a ${y[0]} for ${s[0]} with ${t[0]}: ${p[0]}`,
    topicLo: `ການອອກແບບ ແລະ ສ້າງ${y[1]}ຂອງ${s[1]}ດ້ວຍ${t[1]} ${p[1]}`,
  }),
]

const written = (of: Matter, which: number): Topics =>
  of.kind === 'study'
    ? (studies[which % studies.length] as Form<Study>)(of)
    : (builds[which % builds.length] as Form<Build>)(of)

export function topicsOf(of: Matter, random: Random): Topics & { form: number } {
  const form = Math.floor(random() * 6)
  return { ...written(of, form), form }
}

/** Puts another word for each that has one. */
function replaced(text: string, pairs: readonly Pair[]): string {
  let next = text
  for (const [from, to] of pairs) next = next.split(from).join(to)
  return next
}

export const ways = ['order', 'synonyms', 'spelling', 'added'] as const
export type Way = (typeof ways)[number]

/**
 * The same matter in another way: parts in another order and another formula, other words, other spellings and slips, or
 * words around it.
 */
export function paraphrase(of: Matter, form: number, way: Way): Topics {
  const same = written(of, form)
  if (way === 'order') {
    if (of.kind === 'build') {
      const { system: y, subject: s, technology: t, place: p } = of
      return {
        topicEn: `${t[0]} for ${s[0]} of ${p[0]}: a ${y[0]}`,
        topicLo: `${t[1]}ສຳລັບ${s[1]} ${p[1]}: ${y[1]}`,
      }
    }
    const { cause: c, result: r, subject: s, place: p } = of
    return { topicEn: `${s[0]} in ${p[0]}: ${r[0]} and ${c[0]}`, topicLo: `${s[1]} ${p[1]}: ${r[1]} ແລະ ${c[1]}` }
  }
  if (way === 'synonyms') {
    return { topicEn: replaced(same.topicEn, words.synonymsEn), topicLo: replaced(same.topicLo, words.synonymsLo) }
  }
  if (way === 'spelling') {
    return { topicEn: replaced(same.topicEn, words.spellingsEn), topicLo: replaced(same.topicLo, words.spellingsLo) }
  }
  return {
    topicEn: `An exploratory investigation: ${same.topicEn.toLowerCase()} during the economic recovery of 2026`,
    topicLo: `ການຄົ້ນຄວ້າເບື້ອງຕົ້ນ: ${same.topicLo} ໃນໄລຍະຟື້ນຟູເສດຖະກິດ ປີ ໒໐໒໖`,
  }
}
