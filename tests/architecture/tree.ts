import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import ts from 'typescript'

export const root = join(import.meta.dirname, '../..')

/** Paths of all files below a folder of the repository, relative to the repository. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|dist|data)\//.test(path))
}

export const codeFolders = ['contract', 'server', 'web', 'tests', 'bench', 'db']

export async function codeFiles(): Promise<string[]> {
  return (await Promise.all(codeFolders.map(filesBelow))).flat().toSorted()
}

export const isTypeScript = (path: string) => /\.tsx?$/.test(path)
export const isTest = (path: string) => /\.test(-d)?\.tsx?$/.test(path)
export const isGenerated = (path: string) => /\.generated\.ts$|^contract\/openapi\.json$/.test(path)

export async function read(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8')
}

export function parseText(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  )
}

export async function parse(path: string): Promise<ts.SourceFile> {
  return parseText(path, await read(path))
}

export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  for (const child of children) yield* nodesOf(child)
}

export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile()
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
}

export function linesOf(node: ts.Node): number {
  const file = node.getSourceFile()
  return file.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node)
}

/** Local name of each import and the module it comes from. */
function importedFrom(file: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>()
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    for (const node of nodesOf(statement)) {
      if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportClause(node)) {
        if (node.name) names.set(node.name.text, statement.moduleSpecifier.text)
      }
    }
  }
  return names
}

/** The folders of the imports that the elements of a file's longest array use, in the order of the array. */
export function arrayOrder(file: ts.SourceFile): string[] {
  const names = importedFrom(file)
  const declarations = [...nodesOf(file)].filter(ts.isVariableDeclaration)
  const constants = new Map(declarations.map(({ name, initializer }) => [name.getText(), initializer]))
  const arrays = [...nodesOf(file)].filter(ts.isArrayLiteralExpression)
  const orders = arrays.map((array) =>
    array.elements.flatMap((element) => {
      const constant = ts.isIdentifier(element) ? constants.get(element.text) : undefined
      const used = [...nodesOf(constant ?? element)].filter(ts.isIdentifier).map((name) => names.get(name.text))
      const folder = used.find((module) => module?.startsWith('./'))?.split('/')[1]
      return folder ? [folder] : []
    }),
  )
  return orders.toSorted((a, b) => b.length - a.length)[0] ?? []
}
