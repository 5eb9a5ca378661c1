import { IconUsersGroup } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

const messages = ['academics', 'students'] as const

/** The students of a year, for the office. */
export const studentScreens: readonly Screen[] = [
  {
    path: '/students',
    access: 'student.read',
    title: 'nav.students',
    messages,
    load: () => import('./student-list.tsx').then((module) => module.StudentListPage),
    nav: { section: 'people', label: 'nav.students', icon: IconUsersGroup },
  },
  {
    path: '/students/new',
    access: 'student.manage',
    title: 'students.add',
    messages,
    load: () => import('./new-student.tsx').then((module) => module.NewStudentPage),
  },
  {
    path: '/students/$studentId',
    access: 'student.read',
    title: 'nav.students',
    messages,
    load: () => import('./student-page.tsx').then((module) => module.StudentPage),
  },
]
