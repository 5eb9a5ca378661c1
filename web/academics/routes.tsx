import { IconBooks, IconCalendarStats, IconSchool } from '@tabler/icons-react'
import type { Screen } from '../ui/screen.ts'

/** The academic years, and the majors and classrooms of one. The office reads majors and classrooms, others have no use. */
export const academicScreens: readonly Screen[] = [
  {
    path: '/years',
    access: 'year.manage',
    title: 'nav.years',
    messages: ['academics'],
    load: () => import('./years.tsx').then((module) => module.YearsPage),
    nav: { section: 'office', label: 'nav.years', icon: IconCalendarStats },
  },
  {
    path: '/majors',
    access: 'classroom.manage',
    title: 'nav.majors',
    messages: ['academics'],
    load: () => import('./majors.tsx').then((module) => module.MajorsPage),
    nav: { section: 'office', label: 'nav.majors', icon: IconBooks },
  },
  {
    path: '/classrooms',
    access: 'classroom.manage',
    title: 'nav.classrooms',
    messages: ['academics'],
    load: () => import('./classrooms.tsx').then((module) => module.ClassroomsPage),
    nav: { section: 'office', label: 'nav.classrooms', icon: IconSchool },
  },
]
