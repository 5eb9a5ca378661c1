import type { ImportKind } from '../../contract/imports.ts'
import { choose, field, goTo, press, reads, typeDay } from './acts.ts'
import { lao } from './lao.ts'
import { look } from './look.ts'
import type { Person, Stage } from './stage.ts'

/** Plans a year and makes it the active one. */
export async function openYear(stage: Stage, admin: Person, name: string, from: string, to: string): Promise<void> {
  const { page } = admin
  await goTo(admin, '/years')
  await look(stage, admin, 'years-empty')
  await page.getByRole('button', { name: lao('academics.yearPlan') }).click()
  const dialog = page.getByRole('dialog')
  await field(dialog, lao('academics.year')).fill(name)
  await typeDay(dialog, lao('academics.startsOn'), from)
  await typeDay(dialog, lao('academics.endsOn'), to)
  await look(stage, admin, 'year-plan', { pictureOnly: true })
  await press(dialog, lao('academics.yearPlan'))
  await reads(page, lao('academics.yearPlanned', { name }))
  await press(page, lao('academics.actionsFor', { name }))
  await page.getByRole('menuitem', { name: lao('academics.yearActivate'), exact: true }).click()
  await press(page.getByRole('dialog'), lao('academics.yearActivate'))
  await reads(page, lao('academics.yearActivated', { name }))
  await look(stage, admin, 'years')
}

/** Reads a spreadsheet and writes its rows, all of which are new. */
export async function importSheet(stage: Stage, admin: Person, kind: ImportKind, path: string, rows: number) {
  const { page } = admin
  await goTo(admin, '/imports')
  await page.getByRole('radio', { name: lao(`importKind.${kind}`) }).check()
  if (kind === 'majors') await look(stage, admin, 'import')
  const chooser = page.waitForEvent('filechooser')
  await press(page, lao('file.choose'))
  await (await chooser).setFiles(path)
  await press(page, lao('imports.toReview'))
  const apply = lao('imports.apply', { rows })
  await page.getByRole('button', { name: apply, exact: true }).waitFor()
  await look(stage, admin, `import-${kind}`, { dark: kind === 'projects' })
  await press(page, apply)
  await press(page.getByRole('dialog'), apply)
  await reads(page, lao('imports.outcome'))
  if (kind === 'projects') await look(stage, admin, 'import-applied')
}

interface NewStudent {
  code: string
  givenName: string
  surname: string
  gender: 'female' | 'male'
}

/** Adds one student by hand, to the first classroom of a major. */
export async function addStudent(admin: Person, student: NewStudent, major: string, classroom: string): Promise<void> {
  const { page } = admin
  await goTo(admin, '/students/new')
  await field(page, lao('students.code')).fill(student.code)
  await field(page, lao('students.givenName')).fill(student.givenName)
  await field(page, lao('students.surname')).fill(student.surname)
  await field(page, lao('students.gender')).selectOption({ label: lao(`gender.${student.gender}`) })
  await field(page, lao('academics.major')).selectOption({ label: major })
  await field(page, lao('students.classroom')).selectOption({ label: classroom })
  await press(page, lao('students.add'))
  await page.waitForURL((url) => url.pathname === '/students')
}

/** The days and slots of the defenses, and one room. */
export async function prepareDefenses(stage: Stage, admin: Person, room: string): Promise<void> {
  const { page } = admin
  await goTo(admin, '/defense-settings')
  await typeDay(page, lao('defenses.startsOn'), '2027-05-03')
  await typeDay(page, lao('defenses.endsOn'), '2027-05-14')
  await press(page, lao('defenses.slotAdd'))
  await press(page, lao('defenses.slotAdd'))
  await press(page, lao('action.save'))
  await reads(page, lao('defenses.settingsSaved'))
  await look(stage, admin, 'defense-settings')
  await goTo(admin, '/rooms')
  await page.getByRole('button', { name: lao('defenses.roomAdd') }).click()
  const dialog = page.getByRole('dialog')
  await field(dialog, lao('defenses.roomName')).fill(room)
  await field(dialog, lao('defenses.capacity')).fill('30')
  await press(dialog, lao('action.save'))
  await reads(page, lao('defenses.roomSaved'))
  await look(stage, admin, 'rooms')
}

/** Three examiners, then a day, a slot and a room for a project. */
export async function planDefense(stage: Stage, admin: Person, names: readonly string[], day: string, room: string) {
  const { page } = admin
  await press(page, lao('defenses.committeeEdit'))
  for (const [index, seat] of (['chair', 'second', 'third'] as const).entries()) {
    await choose(page, page, lao(`seat.${seat}`), names[index] ?? '')
  }
  await look(stage, admin, 'committee', { pictureOnly: true })
  await press(page, lao('action.save'))
  await reads(page, lao('defenses.committeeSaved'))
  await press(page, lao('defenses.schedule'))
  await typeDay(page, lao('defenses.date'), day)
  await choose(page, page, lao('defenses.slot'), '08:30')
  await choose(page, page, lao('defenses.room'), room)
  await look(stage, admin, 'schedule-form', { pictureOnly: true })
  await press(page, lao('defenses.schedule'))
  await reads(page, lao('defenses.scheduled'))
  await look(stage, admin, 'project-defense', { dark: true })
}
