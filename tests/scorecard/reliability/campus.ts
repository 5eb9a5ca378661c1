import { createHash, randomBytes } from 'node:crypto'
import { listMilestones } from '../../../contract/milestones.ts'
import type { Stage } from '../../deploy/stage.ts'
import { addProject, approve, buildFaculty, good } from '../../faculty.ts'
import { multipart, startApp } from '../../harness.ts'

/** A student with an approved project: a session as a Cookie header, and the milestones in their order. */
export interface Author {
  readonly cookie: string
  readonly projectId: string
  readonly milestones: readonly string[]
}

/** A faculty in the database of a stage, with so many authors, at most 24; made in this process, used through nginx. */
export async function authorsOf(stage: Stage, count: number): Promise<Author[]> {
  const app = await startApp(stage.settings)
  try {
    const faculty = await buildFaculty(app, 'registrar')
    const authors: Author[] = []
    for (let made = 0; made < count; made += 1) {
      const { project, student } = await addProject(faculty, made % 2, Math.floor(made / 2) % 4)
      await approve(faculty, project)
      const client = await app.as(student.code)
      const { items } = good(await client.call(listMilestones, { params: { projectId: project.id } }))
      const milestones = items.map((one) => one.id)
      authors.push({ cookie: client.cookie ?? '', projectId: project.id, milestones })
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
