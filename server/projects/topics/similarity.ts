/** Longest key: the segmenter slows down with the square of a run without spaces. */
const maxKeyLength = 1000
const formulaWeight = 0.15
const placeWeight = 0.5
/** Two words are the same word, spelled otherwise, from this likeness on. */
const sameWord = 0.6
/** What a word that stands in the place of another costs, beyond the likeness it does not add. */
const replacedWord = 0.7
const wordShare = 0.6
const keptProfiles = 20_000

/**
 * The formula of a title in three languages: phrases that say nothing of its subject, as `topicKey` writes them.
 * "A study of X affecting Y: a case study of Z" is about X, Y and Z.
 */
const formulaWords = new Set(
  (
    'a an the of on in at to for from by with and or its their towards toward between among through using based ' +
    'study studies case effect effects affect affecting affects factor factors influence influences influencing ' +
    'impact impacts impacting relationship relationships analysis investigation research related'
  ).split(' '),
)

/** Lao and Thai write no spaces, and a segmenter cuts these phrases in many ways: they are found as they stand. */
const formulaPhrases =
  /ກໍລະນີສຶກສາ|^ການສຶກສາ(?:ຜົນກະທົບ|ປັດ[ໄໃ]ຈ)?|^ການວິເຄາະ|ຜົນກະທົບ(?:ຂອງ|ດ້ານ|ຕໍ່)?|ປັດ[ໄໃ]ຈ(?:ດ້ານ|ທີ່)?|ທີ່?(?:ສົ່ງຜົນ|ມີຜົນ|ມີອິດທິພົນ)(?:ກະທົບ)?(?:ຕໍ່|ໃສ່)|ອິດທິພົນ(?:ຂອງ|ດ້ານ)?|ຄວາມສຳພັນ(?:ລະຫວ່າງ)?|ກັບ|ແລະ|ຂອງ|ຢູ່|ຕໍ່|ໃນ(?=ແຂວງ|ນະຄອນ|ເມືອງ|\s)|กรณีศึกษา|^การศึกษา(?:ผลกระทบ|ปัจจัย)?|^การวิเคราะห์|ผลกระทบ(?:ของ|ด้าน|ต่อ)?|ปัจจัย(?:ด้าน|ที่)?|ที่(?:ส่งผล|มีผล|มีอิทธิพล)(?:กระทบ)?ต่อ|อิทธิพล(?:ของ|ด้าน)?|ความสัมพันธ์(?:ระหว่าง)?|และ|ของ|ต่อ(?!เนื่อง)/gu

/** Where a study takes place, which makes less of a topic than what it studies. */
const placePhrases =
  /\b(?:lao(?: pdr|s)?|thailand|vientiane(?: capital)?|luang ?prabang|savannakhet|champasak|pakse|khammouane|provinces?|districts?|capital)\b|(?:ຢູ່|ໃນ)?(?:ແຂວງ|ເມືອງ)?(?:ນະຄອນຫຼວງວຽງຈັນ|ວຽງຈັນ|ຫຼວງພະບາງ|ສະຫວັນນະເຂດ|ຈຳປາສັກ|ປາກເຊ|ຄຳມ່ວນ|ສປປ ລາວ)|(?:ใน)?(?:จังหวัด|แขวง|เมือง|อำเภอ)?(?:นครหลวงเวียงจันทน์|เวียงจันทน์|หลวงพระบาง|สะหวันนะเขต|จำปาสัก|ปากเซ|กรุงเทพมหานคร|สปป ลาว)/gu

const segmenter = new Intl.Segmenter('lo', { granularity: 'word' })

/**
 * A topic as it is stored and compared: NFC, lower case, the one spelling of every Lao and Thai vowel and cluster, ASCII
 * digits, single spaces in place of punctuation, at most 1,000 characters.
 */
export function topicKey(text: string): string {
  return text
    .slice(0, 2 * maxKeyLength)
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .toLowerCase()
    .replace(/\u0ecd([\u0ec8-\u0ecb]?)\u0eb2/g, '$1\u0eb3')
    .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, '$1\u0e33')
    .replace(/\u0eab\u0e99/g, '\u0edc')
    .replace(/\u0eab\u0ea1/g, '\u0edd')
    .replace(/\u0eab(?:\u0ea5|\u0ebc)/g, '\u0eab\u0ebc')
    .replace(/[\u0ed0-\u0ed9\u0e50-\u0e59]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .slice(0, maxKeyLength)
    .trim()
}

/** `grams` are counted when the word is first compared with one that is spelled otherwise. */
type Word = { text: string; weight: number; start: number; grams?: Set<string> }
type Profile = { words: Word[]; grams: Map<string, number> }

/** For every character of the key, what it says of the subject: less than 1 inside the formula and in names of places. */
function weigh(key: string): number[] {
  const weights = new Array<number>(key.length).fill(1)
  const mute = (found: RegExpExecArray, weight: number): void => {
    weights.fill(weight, found.index, found.index + found[0].length)
  }
  for (const found of key.matchAll(formulaPhrases)) mute(found, formulaWeight)
  for (const found of key.matchAll(placePhrases)) mute(found, placeWeight)
  for (const found of key.matchAll(/[a-z]+/g)) if (formulaWords.has(found[0])) mute(found, formulaWeight)
  return weights
}

function mean(weights: number[], start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at++) sum += weights[at] ?? 1
  return sum / Math.max(1, end - start)
}

function gramsOf(text: string): string[] {
  const padded = ` ${text} `
  return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3))
}

function describe(key: string): Profile {
  const weights = weigh(key)
  const words: Word[] = []
  for (const { segment, index, isWordLike } of segmenter.segment(key)) {
    if (!isWordLike) continue
    // A long word says more than a syllable, and the segmenter cuts loanwords of Lao into syllables.
    const length = Math.sqrt(Math.min(segment.length, 12))
    words.push({ text: segment, weight: length * mean(weights, index, index + segment.length), start: index })
  }
  const grams = new Map<string, number>()
  for (const run of key.matchAll(/\S+/g)) {
    for (const [at, gram] of gramsOf(run[0]).entries()) {
      const middle = run.index + at
      grams.set(gram, (grams.get(gram) ?? 0) + mean(weights, middle, middle + 1))
    }
  }
  return { words, grams }
}

/** A word of Latin script is kept by its beginning: that way most endings and slips of the finger are the same word. */
const beginning = 5
const mostWords = 60

/**
 * The words by which a topic is found, of the keys of both its languages: what it is about and where, without the formula.
 */
export function topicWords(...keys: string[]): string[] {
  const found = new Set<string>()
  for (const key of keys) {
    for (const { text, weight } of profileOf(key).words) {
      const ofSubject = weight / Math.sqrt(Math.min(text.length, 12)) >= placeWeight
      if (ofSubject && text.length > 1) found.add(/^[a-z0-9]+$/.test(text) ? text.slice(0, beginning) : text)
    }
  }
  return [...found].slice(0, mostWords)
}

const profiles = new Map<string, Profile>()

/** A search compares one topic with thousands, the same ones every time: what a key is made of is kept. */
function profileOf(key: string): Profile {
  const known = profiles.get(key)
  if (known) return known
  if (profiles.size >= keptProfiles) profiles.clear()
  const made = describe(key)
  profiles.set(key, made)
  return made
}

function total(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

function dice(common: number, a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * common) / (a + b)
}

function gramLikeness(a: Profile, b: Profile): number {
  let common = 0
  for (const [gram, weight] of a.grams) common += Math.min(weight, b.grams.get(gram) ?? 0)
  return dice(common, total(a.grams.values()), total(b.grams.values()))
}

/** 0 to 1: how alike two words are spelled. */
function wordLikeness(a: Word, b: Word): number {
  if (a.text === b.text) return 1
  if (Math.min(a.text.length, b.text.length) < 4) return 0
  a.grams ??= new Set(gramsOf(a.text))
  b.grams ??= new Set(gramsOf(b.text))
  let common = 0
  for (const gram of a.grams) if (b.grams.has(gram)) common++
  return dice(common, a.grams.size, b.grams.size)
}

/** 0 to 1: the share of a topic that the other does not have. */
function missing(whole: number, common: number): number {
  return whole === 0 ? 0 : Math.max(0, (whole - common) / whole)
}

type Pair = { a: Word; b: Word; likeness: number }

/** Pairs every word with at most one of the other topic: equal words first, then those spelled alike. */
function pairWords(a: Profile, b: Profile): Pair[] {
  const pairs: Pair[] = []
  const waiting = new Map<string, Word[]>()
  for (const word of b.words) waiting.set(word.text, [...(waiting.get(word.text) ?? []), word])
  const left: Word[] = []
  for (const word of a.words) {
    const equal = waiting.get(word.text)?.shift()
    if (equal) pairs.push({ a: word, b: equal, likeness: 1 })
    else left.push(word)
  }
  const right = new Set([...waiting.values()].flat())
  for (const word of left) {
    let best: Pair | undefined
    for (const other of right) {
      const likeness = wordLikeness(word, other)
      if (likeness >= (best?.likeness ?? sameWord)) best = { a: word, b: other, likeness }
    }
    if (!best) continue
    right.delete(best.b)
    pairs.push(best)
  }
  return pairs
}

/**
 * How alike two topics are, in percent (0 to 100, integer), from two keys of `topicKey`; the same in both directions.
 * Words in any order and runs of three characters count together, the formula of a title for little. A word more or
 * less costs little; a word in the place of another costs more, because it makes another topic of the same formula.
 * Weighted Dice coefficients, calibrated by the pairs of similarity.test.ts for a threshold of 70.
 */
export function similarity(aKey: string, bKey: string): number {
  if (aKey === '' || bKey === '') return 0
  if (aKey === bKey) return 100
  // One order for both directions: the pairing of words takes the first best.
  const [a, b] = aKey < bKey ? [profileOf(aKey), profileOf(bKey)] : [profileOf(bKey), profileOf(aKey)]
  const pairs = pairWords(a, b)
  const aTotal = total(a.words.map((word) => word.weight))
  const bTotal = total(b.words.map((word) => word.weight))
  const aCommon = total(pairs.map((pair) => pair.a.weight * pair.likeness))
  const bCommon = total(pairs.map((pair) => pair.b.weight * pair.likeness))
  const words = dice((aCommon + bCommon) / 2, aTotal, bTotal)
  // The geometric mean is 0 when one topic only adds words to the other.
  const replaced = Math.sqrt(missing(aTotal, aCommon) * missing(bTotal, bCommon))
  const blend = wordShare * words + (1 - wordShare) * gramLikeness(a, b)
  return Math.min(99, Math.max(0, Math.round(100 * blend * (1 - replacedWord * replaced))))
}

/** The words of the subject that two topics share, as they stand in the first key, in its order and once each. */
function sharedWords(aKey: string, bKey: string): string[] {
  const pairs = pairWords(profileOf(aKey), profileOf(bKey)).filter(({ a }) => a.weight > 0.5 && a.text.length > 1)
  return [...new Set(pairs.sort((one, other) => one.a.start - other.a.start).map(({ a }) => a.text))]
}

/**
 * Where the words of the subject stand in a topic that it shares with the key of another: from the first letter to behind the
 * last, those that follow each other as one.
 */
export function sharedParts(text: string, otherKey: string): [number, number][] {
  const shared = new Set(sharedWords(topicKey(text), otherKey))
  const parts: [number, number][] = []
  for (const { segment, index } of segmenter.segment(text)) {
    if (!shared.has(topicKey(segment))) continue
    const last = parts.at(-1)
    if (last && text.slice(last[1], index).trim() === '') last[1] = index + segment.length
    else parts.push([index, index + segment.length])
  }
  return parts
}
