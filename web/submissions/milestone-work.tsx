import { Box } from '@mantine/core'
import type { Milestone } from '../../contract/milestones.ts'
import { submitMilestone } from '../../contract/submissions.ts'
import { Loaded } from '../ui/feedback/loaded.tsx'
import { HandIn } from './hand-in.tsx'
import { useSubmissions } from './project-submissions.ts'
import { Versions } from './versions.tsx'

/** What was handed in for a milestone, and what can be handed in now. */
export function MilestoneWork({ milestone }: { milestone: Milestone }) {
  const { id, projectId, can, name } = milestone
  const query = useSubmissions(projectId)
  return (
    <Box mt="xs">
      <Loaded query={query} rows={1}>
        {({ items }) => {
          const versions = items.filter(({ milestoneId }) => milestoneId === id)
          return (
            <>
              <Versions items={versions} />
              {can.submit && (
                <HandIn
                  endpoint={submitMilestone}
                  params={{ milestoneId: id }}
                  name={name}
                  again={versions.length > 0}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </Box>
  )
}
