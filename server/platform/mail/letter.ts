import type { Locale } from '../../../contract/accounts.ts'
import type { Ctx } from '../ctx.ts'

/** A letter as it goes out: plain text to one person. */
export interface Letter {
  readonly accountId: string
  readonly name: string
  readonly address: string
  readonly locale: Locale
  readonly subject: string
  readonly text: string
}

/** A letter to somebody, with values where `{{name}}` stands in its words. */
export function composeLetter(
  to: Pick<Letter, 'accountId' | 'name' | 'address' | 'locale'>,
  { subject, text }: Readonly<Record<'subject' | 'text', string>>,
  values: Readonly<Record<string, string>>,
): Letter {
  const fill = (words: string) => words.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
  return { ...to, subject: fill(subject), text: `${fill(text)}\n` }
}

/** What a feature mails. The letter is written when it goes out, so that no link lies about in the database before. */
export interface MailKind {
  readonly name: string
  /** The letter, or null when there is nobody to write to any more. May run again when sending failed. */
  write(ctx: Ctx, data: unknown): Promise<Letter | null>
}
