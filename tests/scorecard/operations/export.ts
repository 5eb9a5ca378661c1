import { inflateRawSync } from 'node:zlib'
import { exportOwnData, exportPersonalData } from '../../../contract/privacy.ts'
import { addStudent, buildFaculty } from '../../faculty.ts'
import type { TestApp } from '../../harness.ts'
import { atLeast, atMost, type Context, type Figure, none } from '../line.ts'
import { measureLargeExport } from './export-large.ts'
import { notPlanted, plantStudent } from './planted.ts'

/** The files of a ZIP archive, by its central directory. */
export function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16)
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
    const [nameLength, extra, comment] = [28, 30, 32].map((one) => bytes.readUInt16LE(at + one)) as [
      number,
      number,
      number,
    ]
    const start = bytes.readUInt32LE(at + 42)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const content = bytes.subarray(from, from + size)
    files.set(name, (method === 8 ? inflateRawSync(content) : content).toString('utf8'))
    at += 46 + nameLength + extra + comment
  }
  return files
}

const countExports = async ({ platform }: TestApp) =>
  (await platform.db.selectFrom('events').select('id').where('name', '=', 'person.exported').execute()).length

/** Somebody with a word in every personal column and file takes the data along; another's words must not be in it. */
export async function measureExport(context: Context): Promise<Figure[]> {
  const app = await context.app()
  const faculty = await buildFaculty(app)
  const mate = await addStudent(faculty)
  const someone = await plantStudent(app, faculty, 'own', [mate])
  const other = await plantStudent(app, faculty, 'foreign')
  await app.as(mate.code)
  await app.platform.db
    .updateTable('students')
    .set({ telephone: 'matephone1', given_name: 'Matename1' })
    .where('id', '=', mate.id)
    .execute()

  const client = await app.as(someone.student.code)
  const begin = performance.now()
  const own = await client.call(exportOwnData)
  const seconds = (performance.now() - begin) / 1_000
  const files = unzip(own.raw)
  const [data, page] = [files.get('data.json') ?? '', files.get('data.html') ?? '']
  const all = [...files].flat().join('\n')
  const office = await faculty.admin.call(exportPersonalData, { params: { accountId: someone.accountId } })
  const foreign = await client.call(exportPersonalData, { params: { accountId: other.accountId } })

  const inData = new Set(someone.tokens.foundIn(all))
  const inPage = new Set(someone.tokens.foundIn(page))
  const words = [...someone.tokens.words.values()]
  return [
    none('personal columns without a planted word', notPlanted(someone.tokens)),
    atLeast('words planted', words.length, 30),
    none('own words that are missing', [...new Set(words.filter((one) => !inData.has(one)))]),
    none(
      'own words that are not in the page to read',
      words.filter((one) => !inPage.has(one) && one !== 'content of a file'),
    ),
    none('words of another', other.tokens.foundIn(all)),
    none('the telephone of a team-mate', all.includes('matephone1') ? ['telephone'] : []),
    none('the name of a team-mate, which the project shows, is missing', data.includes('Matename1') ? [] : ['name']),
    none(
      'hashes and secrets',
      [...all.matchAll(/\$argon2|"(?:token_hash|password_hash|id_hash)"/g)].map(([one]) => one),
    ),
    none('is no JSON', isJson(data) ? [] : ['data.json']),
    atMost('seconds', Math.round(seconds), 60),
    none(
      'the office gets less',
      someone.tokens.foundIn([...unzip(office.raw)].flat().join()).length >= inData.size ? [] : ['less'],
    ),
    none('somebody else gets it', foreign.status === 403 ? [] : [String(foreign.status)]),
    { ...atLeast('exports in the record', await countExports(app), 2) },
    ...(await measureLargeExport(context, app, faculty)),
  ]
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
