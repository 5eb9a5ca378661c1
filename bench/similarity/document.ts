/** What one run measured; times in milliseconds. */
export interface Report {
  node: string
  topics: number
  asked: number
  seed: number
  ms: { p50: number; p95: number; p99: number; most: number }
  hits: { way: string; of: number; hits: number }[]
}

const said: Readonly<Record<string, string>> = {
  order: 'parts in another order, in another formula',
  synonyms: 'other words for the same thing',
  spelling: 'other spellings and slips',
  added: 'words before and after',
}

/** The text of docs/similarity.md. */
export function similarityDocument({ node, topics, asked, seed, ms, hits }: Report): string {
  const all = hits.reduce((sum, one) => sum + one.hits, 0)
  const goal = (reached: boolean) => (reached ? 'reached' : '**not reached**')
  return `<!-- Written by \`npm run bench:similarity -- --docs\`. Do not edit. -->

# Finding similar topics

A new topic is compared with those of all years in both languages. This measures the check as the server asks it, on
PostgreSQL and one machine of two cores, Node ${node}: ${asked} paraphrases of topics out of ${topics.toLocaleString('en')} in Lao and English,
all made from seed ${seed} by \`bench/similarity\`. \`BENCH_DATABASE_URL=postgres://... npm run bench:similarity\` repeats it.

| goal | bar | measured | |
|---|---|---|---|
| time of a check, 95th percentile | 100 ms | ${ms.p95.toFixed(0)} ms | ${goal(ms.p95 <= 100)} |
| the source is among the five that are shown | 90 % | ${((100 * all) / asked).toFixed(1)} % | ${goal(all >= 0.9 * asked)} |

Half of the checks take ${ms.p50.toFixed(0)} ms, 99 of 100 at most ${ms.p99.toFixed(0)} ms, the slowest ${ms.most.toFixed(0)} ms.

| paraphrase | asked | source shown |
|---|---|---|
${hits.map((one) => `| ${said[one.way] ?? one.way} | ${one.of} | ${one.hits} |`).join('\n')}

The archive is made of parts of titles, so that many of its topics share most of their words: a real one has more words and
fewer that are near each other. A paraphrase into another language finds nothing.
`
}
