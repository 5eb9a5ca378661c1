/** When the lines of Node with long support end, as the Node project has announced it. */
const ends: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' }

/** The day after which this line of Node gets no more corrections; null when it is not known. */
export function endOfNode(version = process.versions.node): string | null {
  return ends[Number(version.split('.')[0])] ?? null
}
