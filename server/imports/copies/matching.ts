import type { CopyPart, CopyState } from '../../../contract/imports.ts'

/** Rules of copying that only compute. */

/** Names are compared as the database does: without regard to capitals. */
const fold = (text: string) => text.toLowerCase()

interface Named {
  readonly name: string
}
interface Major extends Named {
  readonly id: string
  readonly abbreviation: string
}

export function sameName<T extends Named>(things: readonly T[], name: string): T | undefined {
  return things.find((one) => fold(one.name) === fold(name))
}

/** The major of another year: by its name, else by its abbreviation, which stands for it in lists and spreadsheets. */
export function sameMajor<T extends Major>(majors: readonly T[], { name, abbreviation }: Major): T | undefined {
  return sameName(majors, name) ?? majors.find((one) => fold(one.abbreviation) === fold(abbreviation))
}

/** The same day some years later; the leap day becomes the day before. Days are `YYYY-MM-DD`. */
export function yearsLater(day: string, years: number): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const later = Number(year) + years
  const leap = later % 4 === 0 && (later % 100 !== 0 || later % 400 === 0)
  return `${later}-${month}-${month === '02' && date === '29' && !leap ? '28' : date}`
}

/** How many academic years lie between two. */
export function yearsBetween(from: { startsOn: string }, to: { startsOn: string }): number {
  return Number(to.startsOn.slice(0, 4)) - Number(from.startsOn.slice(0, 4))
}

export function countStates(items: readonly { state: CopyState }[]): CopyPart['counts'] {
  const of = (...states: CopyState[]) => items.filter(({ state }) => states.includes(state)).length
  return { new: of('new'), replaced: of('replaced'), there: of('there'), left: of('majorMissing', 'deactivated') }
}
