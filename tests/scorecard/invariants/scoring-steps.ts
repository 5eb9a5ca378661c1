import * as scoring from '../../../contract/scoring.ts'
import * as model from './model.ts'
import type { Action, Scene, World } from './world.ts'

async function sheetOf({ world }: Scene, project: model.Project, evaluator: model.Evaluator) {
  const { body } = await world.faculty.admin.call(scoring.listSheets, { params: { projectId: project.id } })
  return body?.items?.find((one) => one.evaluator === evaluator)
}

export const save: Action = (scene, project, n) => {
  const { world } = scene
  const evaluator = model.evaluators[n % 4] as model.Evaluator
  const holder = model.holderOf(project, evaluator)
  const by = n % 11 === 0 ? (n + 1) % 5 : (holder ?? n % 5)
  const over = n % 13 === 0
  const complete = n % 6 !== 0
  const items = (evaluator === 'advisor' ? world.rubrics.advisor : world.rubrics.committee).map((one, at) => ({
    itemId: one.id,
    // hundredths that no binary fraction holds
    score: over && at === 0 ? one.maximum + 0.01 : Math.round(one.maximum * ((n * (at + 3)) % 101)) / 100,
  }))
  const sheet = project.sheets[evaluator]
  return {
    ask: async () =>
      await (world.clients[by] as World['clients'][number]).call(scoring.saveSheet, {
        params: { projectId: project.id, evaluator },
        ifMatch: (await sheetOf(scene, project, evaluator))?.version ?? 0,
        body: { items: complete ? items : items.slice(1), comment: null },
      }),
    may:
      model.isScorable(project, evaluator) &&
      by === holder &&
      (sheet?.status ?? 'open') === 'open' &&
      !(over && complete),
    done: () => {
      project.sheets[evaluator] = { by, status: 'open', complete }
      project.hasWork = true
    },
  }
}

export const submitSheet: Action = (scene, project, n) => {
  const evaluator = model.evaluators[n % 4] as model.Evaluator
  const sheet = project.sheets[evaluator]
  return {
    ask: async () =>
      await (scene.world.clients[sheet?.by ?? n % 5] as World['clients'][number]).call(scoring.submitSheet, {
        params: { projectId: project.id, evaluator },
        ifMatch: (await sheetOf(scene, project, evaluator))?.version ?? 0,
      }),
    may: model.isScorable(project, evaluator) && sheet?.status === 'open' && sheet.complete,
    done: () => {
      if (sheet) sheet.status = 'submitted'
      model.settle(project)
    },
  }
}

export const reopen: Action = (scene, project, n) => {
  const evaluator = model.evaluators[n % 4] as model.Evaluator
  const sheet = project.sheets[evaluator]
  return {
    ask: async () =>
      await scene.world.faculty.admin.call(scoring.reopenSheet, {
        params: { projectId: project.id, evaluator },
        ifMatch: (await sheetOf(scene, project, evaluator))?.version ?? 0,
        body: { reason: 'a reason' },
      }),
    may: project.status === 'withdrawn' ? null : sheet?.status === 'submitted',
    done: () => {
      if (sheet) sheet.status = 'open'
      model.settle(project)
    },
  }
}

export const decideResult =
  (publish: boolean): Action =>
  (scene, project) => ({
    ask: async () => {
      const { admin } = scene.world.faculty
      const params = { projectId: project.id }
      const ifMatch = (await admin.call(scoring.readResult, { params })).body?.version ?? 0
      if (publish) return await admin.call(scoring.publishResult, { params, ifMatch })
      return await admin.call(scoring.overrideGrade, { params, ifMatch, body: { grade: 'B', reason: 'a reason' } })
    },
    may: project.status === 'approved' && project.result === 'computed',
    done: () => {
      if (!publish) return
      project.result = 'published'
      for (const sheet of Object.values(project.sheets)) sheet.status = 'locked'
      model.settle(project)
    },
  })
