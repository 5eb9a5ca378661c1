import { Box } from '@mantine/core'
import { type ComponentProps, lazy, Suspense } from 'react'
import { FormFrame } from '../ui/form/frame.tsx'

// Fetched when two people collide.
const ConflictNotice = lazy(() =>
  import('../ui/feedback/conflict-notice.tsx').then((module) => ({ default: module.ConflictNotice })),
)

/** One field of a conflict, in words. */
export interface Compared {
  name: string
  theirs: unknown
  yours: unknown
}

interface Props<V extends object, T> extends Omit<ComponentProps<typeof FormFrame<V>>, 'onReload' | 'fieldNames'> {
  /** Both versions side by side, for records that do not look like their form. */
  compare: (current: T, yours: V) => readonly Compared[]
  onReload: (current: T) => void
}

/** A form that says in words, not in identifiers, what somebody else saved in the meantime. */
export function ComparedForm<V extends object, T>({ compare, onReload, ...frame }: Props<V, T>) {
  const { form } = frame
  const stale = form.problem?.code === 'version.stale' && form.problem.current !== undefined
  if (!stale) return <FormFrame {...frame} />
  const current = form.problem?.current as T
  const fields = compare(current, form.form.getValues())
  const side = (pick: (field: Compared) => unknown) =>
    Object.fromEntries(fields.map((field) => [field.name, pick(field)]))
  return (
    <>
      <Suspense>
        <Box mb="md">
          <ConflictNotice
            theirs={side(({ theirs }) => theirs)}
            yours={side(({ yours }) => yours)}
            names={Object.fromEntries(fields.map(({ name }) => [name, name]))}
            onReload={() => {
              form.clearProblem()
              onReload(current)
            }}
            onOverwrite={form.overwrite}
            pending={form.pending}
          />
        </Box>
      </Suspense>
      <FormFrame {...frame} form={{ ...form, problem: null }} />
    </>
  )
}
