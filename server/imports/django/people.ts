import { createAccount, findAccountByLogin, keepPassword } from '../../accounts/accounts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db/db.ts'
import type { Report } from './report.ts'
import type { Credential, TakenAdmin } from './translate.ts'

/** The administrators who are not known yet by user name or e-mail address. */
export async function takeAdmins(tx: Tx, ctx: Ctx, admins: readonly TakenAdmin[]): Promise<Report['admins']> {
  const added: string[] = []
  const there: string[] = []
  for (const { login, name, email } of admins) {
    const known = (await findAccountByLogin(tx, login)) ?? (email ? await findAccountByLogin(tx, email) : undefined)
    if (known) there.push(login)
    else {
      await createAccount(tx, ctx, { displayName: name, login, email, role: 'admin' })
      added.push(login)
    }
  }
  return { added, there }
}

/** Lets people sign in as before. Who has a password here keeps that one; who was shut out is not let in. */
export async function takePasswords(tx: Tx, ctx: Ctx, people: readonly Credential[]): Promise<Report['passwords']> {
  let [kept, unusable] = [0, 0]
  for (const { login, passwordHash, mustChangePassword, active } of people) {
    const account = await findAccountByLogin(tx, login)
    if (account?.status !== 'invited' || !active) continue
    if (passwordHash === null) unusable += 1
    else {
      await keepPassword(tx, ctx, account.id, { passwordHash, mustChangePassword })
      kept += 1
    }
  }
  return { kept, unusable }
}
