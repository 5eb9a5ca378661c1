import { type UseFormReturnType, useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answered, Endpoint, Sent } from '../../../contract/endpoint.ts'
import type { ProblemCode } from '../../../contract/problem.ts'
import { type ApiProblem, asProblem } from '../../api/problem.ts'
import { useWrite } from '../../api/queries.ts'
import type { Sending } from '../../api/sending.ts'
import type { MessageKey } from '../../i18n/types.ts'
import { useProblemText } from '../feedback/problem-text.ts'
import { dropDraft, readDraft, writeDraft } from './draft.ts'
import { type FieldMessage, fieldMessage, type Issue } from './issues.ts'
import { tidy, valueAt } from './tidy.ts'

type Body<E extends Endpoint> = Sent<E> extends { body: infer B } ? B : never

interface Options<E extends Endpoint, V extends object> {
  endpoint: E
  /** Every field of the form; texts start as ''. */
  initial: V
  /** The rest of the call: params, ifMatch, file. */
  sending?: Omit<Sending<E>, 'body'>
  /** Turns the values of the form into the body, when they are not the same. Paths of errors stay those of the body. */
  toBody?: (values: V) => unknown
  /** Rules of the form itself, such as two entries that must be the same. Asked after the schema. */
  check?: (values: V) => Partial<Record<keyof V & string, MessageKey>>
  /** Where a refusal belongs that is about one field; all others stand above the form. */
  refusedAt?: Partial<Record<ProblemCode, keyof V & string>>
  /** Keeps what was typed under this name until it is sent. Never for passwords. */
  draft?: string
  onDone: (answer: Answered<E>, values: V) => void | Promise<void>
}

export interface ContractForm<V extends object> {
  form: UseFormReturnType<V>
  /** `<form onSubmit>` */
  submit: (event?: React.FormEvent<HTMLFormElement>) => void
  pending: boolean
  /** What the server refused and no field could show; a `version.stale` carries `current`. */
  problem: ApiProblem | null
  clearProblem: () => void
  /** True when the form opened with what was typed before. */
  restored: boolean
  /** Back to the initial values; forgets the draft. */
  discard: () => void
  /** Sends again as the version the server has now: "save mine over it" of a conflict. */
  overwrite: () => void
}

/**
 * A form of an endpoint: validated with the contract's body schema, refused fields of the server shown where they
 * belong, everything else in `problem`. Use with `<FormFrame form={...}>` and `form.getInputProps('name')`.
 */
export function useContractForm<E extends Endpoint, V extends object>(options: Options<E, V>): ContractForm<V> {
  const { endpoint, initial, draft, onDone } = options
  const { t } = useTranslation()
  const say = ({ key, values }: FieldMessage): string => (t as (key: string, data?: object) => string)(key, values)
  const sayProblem = useProblemText()
  const write = useWrite(endpoint)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [kept] = useState(() => (draft ? readDraft<V>(draft) : null))
  const [restored, setRestored] = useState(kept !== null)
  const bodyOf = (values: V) =>
    options.toBody ? options.toBody(values) : endpoint.body ? tidy(endpoint.body, values as never) : undefined
  const form = useForm<V>({
    initialValues: { ...initial, ...kept },
    validate: (values) => ({
      ...ownErrors(options.check?.(values) ?? {}, say),
      ...errorsOf(endpoint, bodyOf(values), values, say),
    }),
    onValuesChange: (values) => draft && writeDraft(draft, values),
  })
  // Counted and not asked at once: fields are marked when React has drawn, which need not be the next frame.
  const [refusals, setRefusals] = useState(0)
  const focusFirst = () => setRefusals((count) => count + 1)
  useEffect(() => {
    if (refusals > 0) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  const refuse = (refused: ApiProblem, values: V) => {
    focusFirst()
    const field = options.refusedAt?.[refused.code as ProblemCode]
    if (field) return form.setFieldError(field, sayProblem(refused))
    const placed = refused.fields.filter(({ path }) => valueAt(values, path) !== undefined)
    for (const { path, code } of placed) {
      form.setFieldError(path, say(fieldMessage({ code }, valueAt(values, path))))
    }
    if (placed.length === 0 || placed.length < refused.fields.length) setProblem(refused)
  }
  const send = async (values: V, ifMatch?: number) => {
    setProblem(null)
    const body = bodyOf(values) as Body<E>
    const sending = { ...options.sending, body, ...(ifMatch === undefined ? {} : { ifMatch }) }
    try {
      const answer = await write.mutateAsync(sending as unknown as Sending<E>)
      if (draft) dropDraft(draft)
      await onDone(answer, values)
    } catch (error) {
      refuse(asProblem(error), values)
    }
  }
  return {
    form,
    submit: form.onSubmit((values) => void send(values), focusFirst),
    pending: write.isPending,
    problem,
    clearProblem: () => setProblem(null),
    restored,
    discard: () => {
      form.setValues(initial)
      if (draft) dropDraft(draft)
      setRestored(false)
    },
    overwrite: () => void send(form.getValues(), versionOf(problem?.current)),
  }
}

function ownErrors(found: Partial<Record<string, MessageKey>>, say: (message: FieldMessage) => string) {
  return Object.fromEntries(Object.entries(found).map(([field, key]) => [field, key && say({ key })]))
}

function versionOf(record: unknown): number | undefined {
  const version = (record as { version?: unknown } | null | undefined)?.version
  return typeof version === 'number' ? version : undefined
}

/** Every field the schema refuses, with its message; `values` of the form decide what counts as empty. */
function errorsOf(endpoint: Endpoint, body: unknown, values: object, say: (message: FieldMessage) => string) {
  const parsed = endpoint.body?.safeParse(body)
  const errors: Record<string, string> = {}
  if (!parsed || parsed.success) return errors
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.')
    const message = fieldMessage(issue as Issue, valueAt(values, path))
    errors[path] ??= say(message)
  }
  return errors
}
