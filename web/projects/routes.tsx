import { IconFolders } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The list of projects and the forms. The page of one project is in `web/app/project-page`, for it shows all features. */
export const projectScreens: readonly Screen[] = [
  {
    path: '/projects',
    access: 'project.read',
    title: 'projects.list',
    messages: ['projects'],
    load: () => import('./project-list.tsx').then((module) => module.ProjectListPage),
    nav: { section: 'work', label: 'nav.projects', icon: IconFolders },
  },
  {
    path: '/projects/new',
    access: 'project.register',
    title: 'projects.new',
    messages: ['projects'],
    load: () => import('./form/register-project.tsx').then((module) => module.RegisterProjectPage),
  },
  {
    path: '/projects/invitations',
    access: 'invitation.answer',
    title: 'projects.invitations',
    messages: ['projects'],
    load: () => import('./invitations/received.tsx').then((module) => module.ReceivedInvitationsPage),
  },
  {
    path: '/projects/$projectId/edit',
    access: 'project.edit',
    title: 'projects.edit',
    messages: ['projects'],
    load: () => import('./form/edit-project.tsx').then((module) => module.EditProjectPage),
  },
  {
    path: '/projects/$projectId/change',
    access: 'project.edit',
    title: 'projects.changeAsk',
    messages: ['projects'],
    load: () => import('./changes/ask.tsx').then((module) => module.AskForChangePage),
  },
  {
    path: '/advisors/$advisorId/hand-over',
    access: 'project.transfer',
    title: 'projects.handOver',
    messages: ['projects', 'advisors'],
    load: () => import('./hand-over/page.tsx').then((module) => module.HandOverPage),
  },
]
