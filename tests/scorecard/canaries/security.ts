import type { Canary } from '../canary.ts'

export const security: readonly Canary[] = [
  {
    ...{ id: 'any-key-will-do', line: 'S24', file: 'server/platform/config/keyring.ts' },
    find: 'new Set(bytes).size < 12',
    replace: 'new Set(bytes).size < 1',
  },
  {
    ...{ id: 'old-keys-forgotten', line: 'S24', file: 'server/platform/config/seal.ts' },
    find: 'keys.find((one) => String(one.version) === version)',
    replace: 'keys.slice(0, 1).find((one) => String(one.version) === version)',
  },
  {
    ...{ id: 'every-advisor-supervises', line: 'S2', file: 'server/projects/policy.ts' },
    find: 'select id from advisors where account_id =',
    replace: 'select id from advisors where true or account_id =',
  },
  {
    ...{ id: 'every-office-manages', line: 'S2', file: 'server/projects/policy.ts' },
    find: 'where office.account_id =',
    replace: 'where true or office.account_id =',
  },
  {
    ...{ id: 'route-rights-not-demanded', line: 'S2', file: 'server/platform/http/mount.ts' },
    find: "if (endpoint.permission !== 'signedIn') platform.authorize.demand",
    replace: "if (endpoint.permission === 'year.manage') platform.authorize.demand",
  },
  {
    ...{ id: 'list-without-scope', line: 'S2', file: 'server/projects/list-queries.ts' },
    find: "    ctx.authorize.where(ctx.actor, 'project.read', 'p'),\n  ]",
    replace: '    sql<SqlBool>`true`,\n  ]',
  },
  {
    ...{ id: 'download-without-scope', line: 'S2', file: 'server/submissions/queries.ts' },
    find: ".where('s.id', '=', submissionId)\n    .where(ctx.authorize.where(ctx.actor, 'submission.read', 'p'))",
    replace: ".where('s.id', '=', submissionId)",
  },
  {
    ...{ id: 'former-advisor-keeps-access', line: 'S2', file: 'server/projects/policy.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: 'supervised: (actor, t) => sql`${sql.ref(`${t}.advisor_id`)} in (',
    replace:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
      "supervised: (actor, t) => sql`exists (select from events ev join advisors fa on ev.data::text like '%' || fa.id || '%' where ev.project_id = ${sql.ref(`${t}.id`)} and fa.account_id = ${accountOf(actor)}) or ${sql.ref(`${t}.advisor_id`)} in (",
  },
  {
    ...{ id: 'deactivated-keeps-session', line: 'S2', file: 'server/accounts/credential.queries.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: "where s.id_hash = ${hash} and s.expires_at > ${now} and a.status = 'active'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    replace: 'where s.id_hash = ${hash} and s.expires_at > ${now}',
  },
  {
    ...{ id: 'first-password-may-stay', line: 'S2', file: 'server/platform/http/mount.ts' },
    find: 'if (session.mustChangePassword && !endpoint.duringPasswordChange)',
    replace: 'if (session.mustChangePassword && endpoint.duringPasswordChange)',
  },
  {
    ...{ id: 'addresses-for-everybody', line: 'S3', file: 'server/advisors/queries.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: 'case when ${manage} then acc.email end',
    replace: 'acc.email',
  },
  {
    ...{ id: 'body-keeps-unknown-names', line: 'S3', file: 'contract/students.ts' },
    find: 'body: z.object(StudentFields).partial(),',
    replace: 'body: z.looseObject(StudentFields).partial(),',
  },
  {
    ...{ id: 'text-made-of-anything', line: 'S3', file: 'contract/endpoint.ts' },
    find: 'return z\n    .string()\n    .trim()\n    .min(min)',
    replace: 'return z.coerce\n    .string()\n    .trim()\n    .min(min)',
  },
  {
    ...{ id: 'names-given-twice', line: 'S3', file: 'server/platform/http/server.ts' },
    find: 'if (!error && namesTwice(text))',
    replace: "if (!error && namesTwice('{}'))",
  },
  {
    ...{ id: 'what-was-sent-is-kept-whole', line: 'S3', file: 'server/platform/http/server.ts' },
    find: 'app.setValidatorCompiler(validatorCompiler)',
    replace:
      'app.setValidatorCompiler((route) => (data) => { const { value, error } = validatorCompiler(route as never)(data) as never; return error ? { error } : { value: data && !Array.isArray(data) ? Object.assign({}, data, value) : value } })',
  },
  {
    ...{ id: 'no-rest-for-the-account', line: 'S5', file: 'server/accounts/guesses/guesses.ts' },
    find: 'if (attempts > attemptsAllowed[what])',
    replace: 'if (attempts > 1_000)',
  },
  {
    ...{ id: 'guesses-by-full-ipv6', line: 'S5', file: 'server/accounts/guesses/guesses.ts' },
    find: 'const address = addressKey(origin.ip)',
    replace: 'const address = origin.ip',
  },
  {
    ...{ id: 'origin-not-compared', line: 'S10', file: 'server/platform/http/safety.ts' },
    find: 'new URL(origin).host !== own',
    replace: 'new URL(origin).host === own',
  },
  {
    ...{ id: 'site-not-looked-at', line: 'S10', file: 'server/platform/http/safety.ts' },
    find: "site !== undefined && site !== 'same-origin' && site !== 'none'",
    replace: "site === 'none-of-these'",
  },
  {
    ...{ id: 'types-by-what-is-said', line: 'S17', file: 'server/platform/files/incoming.ts' },
    find: "if (mediaType === 'application/pdf' && !(await isPlainPdf(path)))",
    replace: "if (mediaType === 'application/x' && !(await isPlainPdf(path)))",
  },
  {
    ...{ id: 'names-as-they-come', line: 'S17', file: 'server/submissions/receiving.ts' },
    find: 'const name = safeFileName(file.name)',
    replace: "const name = file.name.slice(0, 200) || 'x'",
  },
  {
    ...{ id: 'partial-files-stay', line: 'S17', file: 'server/platform/files.ts' },
    find: '    } catch (error) {\n      await rm(path, { force: true })\n      throw error\n    }\n  }',
    replace: '    } catch (error) {\n      throw error\n    }\n  }',
  },
  {
    ...{ id: 'broken-form-ends-the-process', line: 'S17', file: 'server/platform/http/once/seen.ts' },
    find: "stream.destroy(new Refusal('input.malformed'))",
    replace: "stream.destroy(new Error('unexpected end'))",
  },
  {
    ...{ id: 'finds-are-taken-in', line: 'S17', file: 'server/submissions/scanning.ts' },
    find: 'const signature = await ctx.scanner.scan(received.read(), patience.upload)',
    replace: 'const signature = (await ctx.scanner.scan(received.read(), patience.upload)) && null',
  },
  {
    ...{ id: 'router-refuses-by-itself', line: 'S16', file: 'server/platform/http/server.ts' },
    find: 'void sendProblem(req, reply, toRefusal(error, constraints), error)',
    replace: 'void reply.send(error)',
  },
  {
    ...{ id: 'text-put-in-as-markup', line: 'S12', file: 'web/projects/details.tsx' },
    find: '<span lang="lo">{topicLo}</span>',
    replace: '<span lang="lo" dangerouslySetInnerHTML={{ __html: topicLo }} />',
  },
  {
    ...{ id: 'text-made-a-link', line: 'S12', file: 'web/projects/details.tsx' },
    find: '<span lang="en">{topicEn}</span>',
    replace: '<a href={topicEn}>{topicEn}</a>',
  },
  {
    ...{ id: 'types-not-demanded', line: 'S12', file: 'server/platform/http/pages.ts' },
    find: '"require-trusted-types-for \'script\'",',
    replace: '',
  },
  {
    ...{ id: 'inline-scripts-allowed', line: 'S12', file: 'server/platform/http/pages.ts' },
    find: '"script-src \'self\'"',
    replace: "\"script-src 'self' 'unsafe-inline'\"",
  },
  {
    ...{ id: 'names-of-any-sign', line: 'S12', file: 'contract/students.ts' },
    find: "text(100).regex(/^[\\p{L}\\p{M}][\\p{L}\\p{M} .'’\\-()]*$/u)",
    replace: 'text(100)',
  },
  {
    ...{ id: 'shown-and-not-given', line: 'S18', file: 'server/platform/files/file-name.ts' },
    find: 'return `attachment;',
    replace: 'return `inline;',
  },
  {
    ...{ id: 'files-without-sandbox', line: 'S18', file: 'server/platform/http/mount.ts' },
    find: "\"sandbox; default-src 'none'; frame-ancestors 'none'\"",
    replace: '"default-src \'none\'"',
  },
  {
    ...{ id: 'part-of-others-pages', line: 'S18', file: 'server/platform/http/safety.ts' },
    find: 'if (embedded) throw',
    replace: 'if (embedded && !foreign) throw',
  },
  {
    ...{ id: 'files-for-everybody', line: 'S18', file: 'server/submissions/queries.ts' },
    find: ".where('s.id', '=', submissionId)\n    .where(ctx.authorize.where(ctx.actor, 'submission.read', 'p'))",
    replace: ".where('s.id', '=', submissionId)",
  },
  {
    ...{ id: 'foreign-is-forbidden', line: 'S4', file: 'server/projects/reading.ts' },
    find: "const seen = permission !== 'project.read' && (await findProject(db, ctx, projectId, 'project.read', false))",
    replace:
      "const seen = (await db.selectFrom('projects').select('id').where('id', '=', projectId).execute()).length > 0",
  },
  {
    ...{ id: 'numbers-of-the-record', line: 'S4', file: 'server/reports/queries.ts' },
    find: 'row_number() over (order by e.id desc)::integer as place, e.at, e.name as event, e.actor_name as "actorName", e.data,',
    replace:
      'e.id::integer as place, e.at, e.name as event, e.actor_name as "actorName", e.data || jsonb_build_object(\'id\', e.id) as data,',
  },
  {
    ...{ id: 'directory-at-once', line: 'S4', file: 'contract/endpoint.ts' },
    find: 'pageSize: int(1, 100, 20),',
    replace: 'pageSize: int(1, 1000, 20),',
  },
  {
    ...{ id: 'code-taken-again', line: 'S7', file: 'server/accounts/factor/queries.ts' },
    find: "    .where('last_step', '<', step as never)\n",
    replace: '',
  },
  {
    ...{ id: 'right-password-forgives-codes', line: 'S7', file: 'server/accounts/guesses/guesses.ts' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the program
    find: "what === 'password' ? whose : `${what} of ${whose}`",
    replace: 'whose',
  },
  {
    ...{ id: 'recovery-code-taken-again', line: 'S7', file: 'server/accounts/factor/queries.ts' },
    find: ".where('code_hash', '=', hash)\n    .where('used_at', 'is', null)",
    replace: ".where('code_hash', '=', hash)",
  },
  {
    ...{ id: 'office-of-a-major-by-password-alone', line: 'S7', file: 'server/accounts/factor/step.ts' },
    find: "secondFactor === 'staff' && isStaff(roles)",
    replace: "secondFactor === 'staff' && roles.includes('admin')",
  },
  {
    ...{ id: 'new-password-stands-for-the-code', line: 'S7', file: 'server/accounts/entry/change.ts' },
    find: 'await admit(tx, ctx, await renewPassword(tx, ctx, account.id, passwordHash), origin)',
    replace: 'await openSession(tx, ctx, await renewPassword(tx, ctx, account.id, passwordHash), origin, null)',
  },
  {
    ...{ id: 'codes-of-long-ago', line: 'S7', file: 'server/accounts/factor/totp.ts' },
    find: 'const window = 1',
    replace: 'const window = 2',
  },
  {
    ...{ id: 'only-the-cookie-goes', line: 'S8', file: 'server/accounts/sessions.ts' },
    find: '    await credentials.deleteSession(tx, credential.hash)\n',
    replace: '',
  },
  {
    ...{ id: 'others-are-not-told', line: 'S8', file: 'server/accounts/sessions.ts' },
    find: "droppedBy: ['sessions', 'accounts'],",
    replace: 'droppedBy: [],',
  },
  {
    ...{ id: 'planted-session-kept', line: 'S8', file: 'server/accounts/sessions.ts' },
    find: 'const { secret, hash } = makeSecret()',
    replace:
      'const secret = /__Host-bm23=([^;]+)/.exec(origin.cookies)?.[1] ?? makeSecret().secret; const hash = hashSecret(secret)',
  },
  {
    ...{ id: 'others-survive-a-new-password', line: 'S8', file: 'server/accounts/entry/change.ts' },
    find: '  await credentials.deleteSessionsOf(tx, id)\n',
    replace: '',
  },
  {
    ...{ id: 'office-rests-for-ever', line: 'S8', file: 'server/accounts/sessions/idle.ts' },
    find: 'staffIdleMinutes > 0 && isStaff(roles)',
    replace: 'staffIdleMinutes > 0 && roles.length > 4',
  },
  {
    ...{ id: 'watching-is-use', line: 'S8', file: 'contract/notifications.ts' },
    find: '  polled: true,\n',
    replace: '',
  },
  {
    ...{ id: 'others-survive-signing-out', line: 'S8', file: 'server/accounts/sessions/queries.ts' },
    find: "    .where('id_hash', '<>', kept)\n",
    replace: "    .where('id_hash', '=', kept)\n",
  },
  {
    ...{ id: 'every-proxy-believed', line: 'S21', file: 'server/platform/http/server.ts' },
    find: 'trustProxy: config.trustedProxies.length > 0 ? trusted : false,',
    replace: 'trustProxy: true,',
  },
  {
    ...{ id: 'limits-by-full-ipv6', line: 'S21', file: 'server/platform/http/limits.ts' },
    find: 'accountId ?? addressKey(req.ip)',
    replace: 'accountId ?? req.ip',
  },
  {
    ...{ id: 'each-process-for-itself', line: 'S21', file: 'server/platform/throttle/throttle.ts' },
    find: 'this.#shared = redis ?',
    replace: 'this.#shared = redis && !redis ?',
  },
  {
    ...{ id: 'known-browsers-refused', line: 'S21', file: 'server/accounts/guesses/guesses.ts' },
    find: 'if (known) return',
    replace: '',
  },
  {
    ...{ id: 'check-that-never-fires', line: 'S25', file: 'server/commands/checks/configuration.ts' },
    find: 'config.rateAnonymous < 1_000 &&',
    replace: 'config.rateAnonymous < 0 &&',
  },
  {
    ...{ id: 'check-that-fires-with-others', line: 'S25', file: 'server/commands/checks/configuration.ts' },
    find: 'config.rateUser < 1_000 &&',
    replace: '(config.rateUser < 1_000 || config.rateAnonymous < 1_000) &&',
  },
]
