/** The share of pairs, one of each, in which the first is greater; a tie counts half (rank sum, Mann and Whitney). */
export function ranks(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, mine: true })), ...second.map((value) => ({ value, mine: false }))]
  all.sort((a, b) => a.value - b.value)
  let sum = 0
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.value === all[at]?.value) end += 1
    const rank = (at + 1 + end) / 2
    sum += rank * all.slice(at, end).filter((one) => one.mine).length
    at = end
  }
  return (sum - (first.length * (first.length + 1)) / 2) / (first.length * second.length)
}
