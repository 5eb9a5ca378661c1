import { createHash, randomBytes } from 'node:crypto'
import { updateAdvisor } from '../../../contract/advisors.ts'
import { listMilestones } from '../../../contract/milestones.ts'
import type { Stage } from '../../deploy/stage.ts'
import { addProject, approve, buildFaculty, type Faculty, good } from '../../faculty.ts'
import { multipart, startApp } from '../../harness.ts'

/** A student with an approved project: a session as a Cookie header, and the milestones in their order. */
export interface Author {
  readonly login: string
  readonly cookie: string
  readonly projectId: string
  readonly milestones: readonly string[]
}

const unlimited = { BM23_RATE_ANONYMOUS_PER_HOUR: '1000000', BM23_RATE_USER_PER_HOUR: '1000000' }

/** Places for more projects than a faculty of its size would have. */
async function widen({ admin, advisors }: Faculty): Promise<void> {
  const quotas = { supervising: 500, chair: 500, second: 500, third: 500 }
  for (const { id, version } of advisors.flat()) {
    good(await admin.call(updateAdvisor, { params: { advisorId: id }, ifMatch: version, body: { quotas } }))
  }
}

/** A faculty in the database of a stage, with so many authors; made in this process, used through nginx. */
export async function authorsOf(stage: Stage, count: number): Promise<Author[]> {
  const app = await startApp({ ...stage.settings, ...unlimited })
  try {
    const faculty = await buildFaculty(app, 'registrar')
    await widen(faculty)
    const authors: Author[] = []
    for (let made = 0; made < count; made += 1) {
      const { project, student } = await addProject(faculty, made % 2, Math.floor(made / 2) % 4)
      await approve(faculty, project)
      const client = await app.as(student.code)
      const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
      const milestones = items.map((one) => one.id)
      authors.push({ login: student.code, cookie: client.cookie ?? '', projectId: project.id, milestones })
    }
    return authors
  } finally {
    await app.close()
  }
}

/** A chapter of so many bytes that is like no other, and its SHA-256. */
export function chapter(bytes: number) {
  const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 15), Buffer.from('\n%%EOF')])
  const { payload, type } = multipart({}, { name: 'chapter.pdf', content })
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { sha256, body: payload, headers: { 'content-type': type } }
}
