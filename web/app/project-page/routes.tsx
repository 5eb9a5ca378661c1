import type { Screen } from '../../ui/screen.ts'

/** The page of one project, which puts together what the features show of it. */
export const projectPageScreens: readonly Screen[] = [
  {
    path: '/projects/$projectId',
    access: 'project.read',
    title: 'projects.list',
    messages: ['projects', 'milestones', 'submissions', 'defenses', 'scoring', 'reports'],
    load: () => import('./project-page.tsx').then((module) => module.ProjectPage),
  },
]
