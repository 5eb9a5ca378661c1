import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type ImportKind, ImportKind as kinds } from '../../contract/imports.ts'
import { reasonText } from '../../contract/words.ts'
import { loadSheet } from '../imports/imports.ts'
import type { Ctx } from '../platform/ctx.ts'
import { Refusal } from '../platform/problem.ts'

interface Source {
  readonly kind: ImportKind
  readonly path: string
}

const isSheet = (name: string) => /\.(?:xlsx|csv)$/i.test(name) && !name.startsWith('~')

/** The kind that a file name begins with: `students.xlsx`, `students-2026.csv`. */
function kindOf(path: string): ImportKind | undefined {
  const name = basename(path).toLowerCase()
  return kinds.options.find((kind) => name.startsWith(kind) && !/^[a-z]/.test(name.slice(kind.length)))
}

/**
 * Of a folder the files that are named after a kind and nothing else, in the order in which kinds need each other;
 * null for what is not there or not to be read.
 */
async function filesOf(path: string): Promise<string[] | null> {
  const known = await stat(path).catch(() => null)
  if (!known?.isDirectory()) return known && [path]
  const names = (await readdir(path)).filter((name) => isSheet(name))
  const exact = kinds.options.flatMap((kind) =>
    names.filter((name) => name.toLowerCase().replace(/\.[a-z]+$/, '') === kind),
  )
  return exact.map((name) => join(path, name))
}

async function loadOne(ctx: Ctx, { kind, path }: Source, print: (line: string) => void): Promise<boolean> {
  try {
    const { counts, rows } = await loadSheet(ctx, kind, await readFile(path), basename(path))
    const { unchanged, update, error } = counts
    print(`${path}: ${counts.new} new, ${update} updated, ${unchanged} unchanged, ${error} refused`)
    for (const row of rows.filter((one) => one.state === 'error')) {
      print(`  row ${row.row}: ${row.reasons.map((reason) => reasonText('en', kind, reason)).join(' ')}`)
    }
    return error === 0
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    print(`${path}: ${cause.code} ${JSON.stringify(cause.extra.data ?? {})}`)
    return false
  }
}

/**
 * `bm23 load DIR|FILE...`: writes spreadsheets into the active year. A file says by its name what it holds
 * (`students.xlsx`); files are taken in the order majors, classrooms, advisors, students, projects. Each is one
 * transaction: refused rows are printed and left out, the others are written.
 *
 * @returns exit code: 1 when a row or a file was refused
 */
export async function load(ctx: Ctx, paths: string[], print: (line: string) => void): Promise<number> {
  const found = await Promise.all(paths.map(filesOf))
  const missing = paths.filter((_, index) => found[index] === null)
  const files = found.flatMap((some) => some ?? [])
  for (const path of missing) print(`${path}: cannot be read`)
  const unknown = files.filter((path) => kindOf(path) === undefined)
  for (const path of unknown) print(`${path}: the name must begin with one of ${kinds.options.join(', ')}`)
  if (files.length === 0) print('There is no spreadsheet to load.')
  let clean = files.length > 0 && unknown.length + missing.length === 0
  for (const kind of kinds.options) {
    for (const path of files.filter((one) => kindOf(one) === kind)) {
      clean = (await loadOne(ctx, { kind, path }, print)) && clean
    }
  }
  return clean ? 0 : 1
}
