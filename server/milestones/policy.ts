import type { ConstraintCodes } from '../platform/problem.ts'

/** Who may do what with a milestone is asked of its project: see projects/policy.ts. */
export const constraints: ConstraintCodes = {
  milestone_templates_name: 'template.nameTaken',
  project_plans_template_id_year_id_fkey: 'template.inUse',
}
