import { notifications } from '@mantine/notifications'
import type { ApiProblem } from '../../api/problem.ts'
import { useProblemText } from './problem-text.ts'

/** Short messages about what just happened: `const toast = useToast()`, `toast.done(t('action.saved'))`. */
export function useToast() {
  const say = useProblemText()
  return {
    done: (message: string) => notifications.show({ message, color: 'green', autoClose: 4000 }),
    failed: (problem: Pick<ApiProblem, 'code' | 'data'>) =>
      notifications.show({ message: say(problem), color: 'red', autoClose: 10_000 }),
  }
}
