import ts from 'typescript'
import { isTest, lineOf, linesOf, nodesOf } from './tree.ts'

/** Rules about one source file. Each returns one line per violation; tests/architecture/budgets.test.ts breaks each once. */
type Rule = (file: ts.SourceFile) => string[]

const at = (node: ts.Node, what: string) => `${node.getSourceFile().fileName}:${lineOf(node)} ${what}`
const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node)

/** What registers routes receives the app; every other function of `routes.ts` answers a request: at most ten lines. */
export const shortHandlers: Rule = (file) => {
  if (!/(^|[/.-])routes\.ts$/.test(file.fileName)) return []
  const registers = (node: ts.FunctionLikeDeclaration) => /^(app|deps)$/.test(node.parameters[0]?.name.getText() ?? '')
  return [...nodesOf(file)]
    .filter(isFunction)
    .filter((node) => !registers(node) && linesOf(node) > 10)
    .map((node) => at(node, `handler of ${linesOf(node)} lines`))
}

/** A file that only passes on what other files export hides where things live. */
export const noBarrel: Rule = (file) => {
  const passesOn = (statement: ts.Statement) =>
    ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement) || ts.isEmptyStatement(statement)
  const isBarrel = file.statements.some(ts.isExportDeclaration) && file.statements.every(passesOn)
  return isBarrel ? [`${file.fileName} only re-exports`] : []
}

export const noAny: Rule = (file) =>
  [...nodesOf(file)]
    .filter((node) => (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && node.type.getText() === 'any')
    .map((node) => at(node, 'cast to any'))

/** The compiler is never silenced without a reason: `@ts-expect-error why`, `biome-ignore rule: why`. */
export const reasonedSuppressions: Rule = (file) => {
  const silenced = /@ts-(?:ignore|nocheck)|@ts-expect-error\s*(?:\*\/)?$|biome-ignore[^:]*(?::\s*)?$/
  return file.text.split('\n').flatMap((line, index) => {
    const comment = /(?:^|\s|\{)(?:\/\/|\/\*)\s*(.*)$/.exec(line)?.[1]
    const bad = comment !== undefined && /^(?:@ts-|biome-ignore)/.test(comment) && silenced.test(comment.trim())
    return bad ? [`${file.fileName}:${index + 1} suppression without a reason`] : []
  })
}

const writers = ['insertInto', 'updateTable', 'deleteFrom', 'mergeInto']
const builders = [...writers, 'selectFrom', 'selectNoFrom']

const isCallOf = (node: ts.Node, names: readonly string[]) =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  names.includes(node.expression.name.text)

const isSqlTemplate = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText())

const isWritingSql = (node: ts.Node) =>
  isSqlTemplate(node) && /\b(insert\s+into|update\s+\S+\s+set|delete\s+from|truncate)\b/i.test(node.template.getText())

/** SQL is built in queries and policies, by the platform, and in tests. */
export const sqlInItsPlace: Rule = (file) => {
  const { fileName } = file
  const allowed =
    /[/.-](queries|policy)\.ts$/.test(fileName) || fileName.startsWith('server/platform/') || isTest(fileName)
  if (allowed || !/^(server|contract|web)\//.test(fileName)) return []
  return [...nodesOf(file)]
    .filter((node) => isCallOf(node, builders) || isSqlTemplate(node))
    .map((node) => at(node, 'SQL outside queries and policy'))
}

const isQueries = (path: string) => /^server\/.*[/.-]queries\.ts$/.test(path) && !path.startsWith('server/platform/')
const writes = (node: ts.Node) => [...nodesOf(node)].some((inner) => isCallOf(inner, writers) || isWritingSql(inner))

/** Functions declared at the top of a file with their names, arrow functions in constants included. */
function declared(file: ts.SourceFile): { name: string; node: ts.FunctionLikeDeclaration }[] {
  return file.statements.flatMap((statement): { name: string; node: ts.FunctionLikeDeclaration }[] => {
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? 'default', node: statement }]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer && isFunction(initializer) ? [{ name: name.getText(), node: initializer }] : [],
    )
  })
}

/** A query that writes joins the transaction of its caller: its first parameter is `tx: Tx`. */
export const writesTakeTx: Rule = (file) => {
  if (!isQueries(file.fileName)) return []
  return declared(file)
    .filter(({ node }) => writes(node))
    .filter(({ node: { parameters } }) => parameters[0]?.getText() !== 'tx: Tx')
    .map(({ name, node }) => at(node, `${name} writes without tx: Tx`))
}

export function writingQueries(file: ts.SourceFile): string[] {
  if (!isQueries(file.fileName)) return []
  return declared(file)
    .filter(({ node }) => writes(node))
    .map(({ name }) => name)
}

/**
 * A file of a feature that calls writing queries states what happened: it calls `record`, or says with
 * `// no event: <why>` that nothing happened which anybody could want to know later.
 */
export function statesFacts(file: ts.SourceFile, writing: ReadonlySet<string>): string[] {
  const { fileName } = file
  if (!/^server\//.test(fileName) || fileName.startsWith('server/platform/')) return []
  if (isTest(fileName) || isQueries(fileName)) return []
  const called = [...nodesOf(file)]
    .filter(ts.isCallExpression)
    .map((call) => (ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression).getText())
  const changes = called.filter((name) => writing.has(name))
  const excused = /\/\/ no event: \S.{9,}/.test(file.text)
  if (changes.length === 0 || called.includes('record') || excused) return []
  return [`${fileName} calls ${changes.join(', ')} and never record(`]
}

export const rules: Readonly<Record<string, Rule>> = {
  shortHandlers,
  noBarrel,
  noAny,
  reasonedSuppressions,
  sqlInItsPlace,
  writesTakeTx,
}
