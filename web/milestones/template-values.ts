/** What the form of a template asks for; an empty number is ''. */
export interface TemplateValues {
  name: string
  description: string
  tasks: { name: string; durationDays: number | '' }[]
}

export const blankTask = { name: '', durationDays: 30 }
