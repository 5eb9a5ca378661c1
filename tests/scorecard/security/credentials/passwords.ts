import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  acceptInvitation,
  changePassword,
  inviteAccounts,
  readInstallation,
  readSession,
  shortestPassword,
  signIn,
} from '../../../../contract/accounts.ts'
import { guessedFirst } from '../../../../server/accounts/passwords/guessable.ts'
import { features } from '../../../../server/features.ts'
import { good } from '../../../faculty.ts'
import { type Client, password as known, type TestApp } from '../../../harness.ts'
import { atLeast, type Context, type Figure, none } from '../../line.ts'
import { root } from '../../measure.ts'

interface Scene {
  readonly app: TestApp
  readonly admin: Client
}

/** A person who holds a link; returns how a password is tried with it. */
async function invited({ app, admin }: Scene, login: string) {
  const id = await app.account(login, 'advisor')
  const { items } = good(await admin.call(inviteAccounts, { body: { accountIds: [id], method: 'link' } }))
  const token = items[0]?.path?.split('/').pop() ?? ''
  return (password: string) => app.call(acceptInvitation, { params: { token }, body: { password } })
}

const enters = async ({ app }: Scene, login: string, password: string) =>
  (await app.call(signIn, { body: { login, password } })).status

/** As long as it must be, by what people add to a word, and by the word again. */
const lengthened = (word: string) => [
  word,
  word.padEnd(shortestPassword, '123!'),
  word.repeat(Math.ceil(shortestPassword / word.length)),
]

/** Every password that is guessed first, as it is and made long: taken ones. */
async function guessesTaken(scene: Scene, words: readonly string[]): Promise<string[]> {
  const tryIt = await invited(scene, 'somchai.vongsa')
  const taken: string[] = []
  for (const password of words.flatMap(lengthened)) {
    const { status, problem } = await tryIt(password)
    const refused = status === 400 || (status === 422 && problem.code === 'password.tooCommon')
    if (!refused) taken.push(`${password} ${status}`)
    // who has got in is invited no more
    if (status < 300) break
  }
  return taken
}

/** The same rule stands at the other door: somebody who is in. */
async function changesTaken({ app }: Scene): Promise<string[]> {
  await app.account('changing.person', 'advisor')
  const client = await app.as('changing.person')
  const wrong: string[] = []
  for (const next of [
    'password1234567',
    'changing.person',
    'qwertyuiopasdfg',
    'a'.repeat(40),
    'x'.repeat(shortestPassword - 1),
  ]) {
    const { status } = await client.call(changePassword, { body: { current: known, next } })
    if (status !== 422 && status !== 400) wrong.push(`${next} ${status}`)
  }
  return wrong
}

/** Long enough and of any signs; each of more signs than 128. */
const fine: Readonly<Record<string, string>> = {
  'fifteen small letters': 'wgkhtbrcmxzvdpn',
  'digits alone': '483920174650192',
  'signs alone': '€#~?*¥{}%&/()=!§',
  'with spaces at its ends': '  over the old bridge  ',
  'a tab and a line': 'over\tthe old\nbridge',
  '200 Lao': 'ຂ້ອຍມັກກິນເຂົ້າໜຽວທຸກມື້'.repeat(8).slice(0, 200),
  '200 Thai': 'ฉันชอบกินข้าวเหนียวทุกวัน'.repeat(8).slice(0, 200),
  '129 pictures': Array.from({ length: 129 }, (_, at) => String.fromCodePoint(0x1f300 + at)).join(''),
  '512 letters': Array.from({ length: 512 }, (_, at) => String.fromCodePoint(97 + ((at * at) % 23))).join(''),
}

/** What may be chosen, and whether all of it counts: the same without the last sign, or with another, is another password. */
async function choices(scene: Scene): Promise<{ refused: string[]; cut: string[] }> {
  const refused: string[] = []
  const cut: string[] = []
  for (const [name, password] of Object.entries(fine)) {
    const login = `free-${name.replaceAll(' ', '-')}`
    const { status } = await (await invited(scene, login))(password)
    const signs = [...password]
    const others = [signs.slice(0, -1).join(''), [...signs.slice(0, -1), '\u{1f9ff}'].join(''), password.trim()]
    if (status !== 201 || (await enters(scene, login, password)) !== 201) refused.push(`${name} ${status}`)
    for (const other of others.filter((one) => one !== password))
      if ((await enters(scene, login, other)) === 201) cut.push(name)
  }
  return { refused, cut }
}

/** A change asks for the old one and ends the other sessions; nothing else does it. */
async function changes({ app }: Scene): Promise<string[]> {
  const wrong: string[] = []
  await app.account('owner', 'advisor')
  const [here, there] = [await app.as('owner'), await app.as('owner')]
  const next = 'over the old bridge'
  const without = await here.call(changePassword, { body: { current: 'not the old one', next } })
  if (without.problem?.code !== 'password.wrong') wrong.push(`without the old one ${without.status}`)
  const same = await here.call(changePassword, { body: { current: known, next: known } })
  if (same.problem?.code !== 'password.unchanged') wrong.push(`to the same ${same.status}`)
  if ((await there.call(readSession)).status !== 200) wrong.push('a refused change ended a session')
  const changed = await here.call(changePassword, { body: { current: known, next } })
  if (changed.status !== 200) wrong.push(`with the old one ${changed.status}`)
  for (const one of [here, there]) if ((await one.call(readSession)).status !== 401) wrong.push('a session went on')
  if ((await enters({ app, admin: here }, 'owner', known)) !== 401) wrong.push('the old password still works')
  return wrong
}

/** Routes that take a password and are not about oneself: `public` and `signedIn` are by what they are. */
function otherDoors(): string[] {
  const endpoints = features.flatMap((one) => one.routes.map(({ endpoint }) => endpoint))
  const takes = endpoints.filter(
    ({ body }) =>
      body && 'shape' in body && Object.keys(body.shape as object).some((key) => /password|^next$/i.test(key)),
  )
  if (takes.length < 4) throw new Error('the routes that take a password are not found')
  return takes
    .filter((one) => one.permission !== 'public' && one.permission !== 'signedIn')
    .map((one) => one.operationId)
}

/** An admin gives a way in, and learns nothing of what stands: no hash, and of the first password only that it is new. */
async function shownToAdmin({ app, admin }: Scene): Promise<string[]> {
  const hashes = (await hashesOf(app)).map((one) => one.slice(-20))
  const shown: string[] = []
  for (const url of ['/api/v1/accounts?pageSize=100', '/api/v1/session', '/api/v1/installation']) {
    const { body } = await app.server.inject({ url, headers: { cookie: admin.cookie ?? '' } })
    if (hashes.some((one) => body.includes(one)) || /argon2|passwordHash/i.test(body)) shown.push(url)
  }
  return shown
}

async function hashesOf({ database }: TestApp): Promise<string[]> {
  const { rows } = await database.execute('select password_hash as hash from accounts where password_hash is not null')
  return (rows as { hash: string }[]).map((one) => one.hash)
}

/** OWASP's choices for argon2id: so much memory (KiB) asks for so many passes. */
const owasp = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9_216, 4],
  [7_168, 5],
] as const

function isStrong(hash: string): boolean {
  const [, memory, passes, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(hash) ?? []
  return Number(lanes) >= 1 && owasp.some(([least, times]) => Number(memory) >= least && Number(passes) >= times)
}

/** One account as the earlier system had it, used once. */
async function enterAsBefore(scene: Scene): Promise<number> {
  const { app } = scene
  await app.account('earlier', 'advisor')
  const hash = 'pbkdf2_sha256$1$salt$kbetH8pvQW2woEDkqwW3lBiusahaNsvlbcMnQlA1Qxc='
  await app.database.execute("update accounts set password_hash = $1 where login = 'earlier'", [hash])
  return await enters(scene, 'earlier', known)
}

/** Fields for passwords that stop what is pasted, or tell managers of passwords nothing. */
function unfriendlyFields(): { wrong: string[]; fields: number } {
  const files = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.tsx'),
  )
  const texts = files.map((name) => ({ name, text: readFileSync(join(root, 'web', name), 'utf8') }))
  // the field itself hands on what it is given
  const forms = texts.filter(({ name }) => name !== join('ui', 'form', 'password-field.tsx'))
  const fields = forms.flatMap(({ name, text }) =>
    [...text.matchAll(/<Password(?:Field|Input)[^>]*>/g)].map(([tag]) => ({ name, tag })),
  )
  return {
    fields: fields.length,
    wrong: [
      ...texts
        .filter(({ text }) => /onPaste|onDrop=|user-select: none/.test(text) && /Password(?:Field|Input)/.test(text))
        .map((one) => one.name),
      ...fields
        .filter(({ tag }) => !/autoComplete="(new|current)-password"/.test(tag) || /maxLength/.test(tag))
        .map((one) => one.name),
    ],
  }
}

/** How passwords are chosen, changed and stored. */
export async function measurePasswords(context: Context): Promise<Figure[]> {
  const app = await context.app({ BM23_WRONG_PASSWORDS_PER_HOUR: '100000' })
  await app.account('dean', 'admin')
  const scene: Scene = { app, admin: await app.as('dean') }
  const faculty = Object.values(good(await app.call(readInstallation)).name)
  const words = guessedFirst.slice(0, context.count({ canary: 200, ci: 1_000, release: 5_000 }))
  const names = ['somchai.vongsa', 'Somchai', 'Vongsa', 'bm23', 'BM-23', ...faculty]
  const taken = await guessesTaken(scene, [...words, ...names])
  const { refused, cut } = await choices(scene)
  const before = await enterAsBefore(scene)
  const fields = unfriendlyFields()
  const hashes = await hashesOf(app)
  return [
    atLeast('common passwords and names, each as it is and made long', words.length + names.length, words.length + 7),
    none('of them taken', taken),
    none('taken at a change', await changesTaken(scene)),
    none('good ones refused', refused),
    none('cut off, or trimmed', cut),
    none('changes that went otherwise than they must', await changes(scene)),
    none('routes that set the password of another', otherDoors()),
    none('answers to an admin that tell of a password', await shownToAdmin(scene)),
    { ...atLeast('signed in with a hash of the earlier system', before === 201 ? 1 : 0, 1) },
    atLeast('hashes', hashes.length, 10),
    none(
      'hashes that are not argon2id as OWASP asks',
      hashes.filter((one) => !isStrong(one)).map((one) => one.slice(0, 40)),
    ),
    atLeast('fields for passwords', fields.fields, 4),
    none('of them that hinder pasting or managers of passwords', fields.wrong),
  ]
}
