// The laws about imports (docs/decisions/0007-seven-laws-by-tools.md). The names and the order of the features, and the
// names of pure files, come from architecture.json and from nowhere else; tests/architecture/laws.test.ts shows that
// each rule can fail.
const { features, pure } = require('./architecture.json')

const anyFeature = `(?:${features.join('|')})`
const test = '\\.test\\.tsx?$'
const factory = '/factory\\.ts$'
const npm = '(?:^|/)node_modules/'
const pureFiles = `^server.*[/.-](?:${pure.join('|')})\\.ts$`
const frontDoors = `^server/(?:${features.map((name) => `${name}/${name}`).join('|')})\\.ts$`
const events = `^server/${anyFeature}/events\\.ts$`

/** One rule per feature, so that a violation names the feature that looks ahead. */
const order = features.slice(0, -1).map((name, index) => ({
  name: `law-3-order-${name}`,
  comment: `${name} comes before what it imports here. A feature uses the ones before it; what flows forward is an event.`,
  severity: 'error',
  from: { path: `^server/${name}/`, pathNot: [test] },
  to: { path: `^server/(?:${features.slice(index + 1).join('|')})/` },
}))

const law1 = [
  {
    name: 'law-1-no-cycles',
    comment: 'Two files that need each other are one thing in two places; neither can be read or changed alone.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'law-1-resolvable',
    comment: 'An import that is not found is invisible to every other law.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]

const law2 = [
  {
    name: 'law-2-contract',
    comment: 'The contract is a promise between two programs: it may depend on neither of them, nor on their tools.',
    severity: 'error',
    from: { path: '^contract/', pathNot: [test] },
    to: { pathNot: ['^contract/', `${npm}zod/`] },
  },
  {
    name: 'law-2-web',
    comment: 'The web knows the server by its contract only, and runs in a browser: no server code, no Node modules.',
    severity: 'error',
    from: { path: '^web/', pathNot: [test] },
    to: { pathNot: ['^web/', '^contract/', npm] },
  },
  {
    name: 'law-2-web-and-server-never-meet',
    comment: 'Not even in a test: what both need belongs into the contract.',
    severity: 'error',
    from: { path: '^(web|server)/' },
    to: { path: '^(?:web|server)/', pathNot: ['^$1/'] },
  },
  {
    name: 'law-2-server',
    comment:
      'The server program consists of contract, server and packages; tests, benches and the web are not shipped in it.',
    severity: 'error',
    from: { path: '^server/', pathNot: [test] },
    to: { pathNot: ['^server/', '^contract/', npm, '^package\\.json$'], dependencyTypesNot: ['core'] },
  },
  {
    name: 'law-2-server-runs-without-dev-packages',
    comment: 'An installation with --omit=dev must start.',
    severity: 'error',
    from: { path: '^(?:server|contract)/', pathNot: [test] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'law-2-platform-knows-no-feature',
    comment: 'The platform would serve any other business as well; a domain word in it ties all features together.',
    severity: 'error',
    from: { path: '^server/platform/', pathNot: [test] },
    to: { path: '^server/', pathNot: ['^server/platform/'] },
  },
  {
    name: 'law-2-widgets-know-no-feature',
    comment: 'Shared widgets, the client and the messages are used by all screens and therefore know none of them.',
    severity: 'error',
    from: { path: '^web/(?:ui|api|i18n)/', pathNot: [test] },
    to: { path: `^web/(?:app|${anyFeature})/` },
  },
]

const law3 = [
  ...order,
  {
    name: 'law-3-front-door',
    comment:
      'Other features see <name>/<name>.ts and <name>/events.ts; everything else may change without asking them.',
    severity: 'error',
    from: { path: `^server/(${anyFeature})/`, pathNot: [test, factory] },
    to: { path: `^server/${anyFeature}/`, pathNot: ['^server/$1/', frontDoors, events] },
  },
  {
    name: 'law-3-front-door-of-factories',
    comment: 'A factory reaches its state through the use cases, and gets what it builds upon from earlier factories.',
    severity: 'error',
    from: { path: `^server/(${anyFeature})/factory\\.ts$` },
    to: { path: `^server/${anyFeature}/`, pathNot: ['^server/$1/', frontDoors, events, factory] },
  },
  {
    name: 'law-3-factories-make-data-only',
    comment: 'Only tests, seeds and other factories make data up; a use case never does.',
    severity: 'error',
    from: { path: `^server/(?:platform|${anyFeature})/`, pathNot: [test, factory] },
    to: { path: `^server/${anyFeature}/factory\\.ts$` },
  },
  {
    name: 'law-3-reactions',
    comment:
      'What happens next is wired in one place, so that a use case cannot call a reaction instead of stating a fact.',
    severity: 'error',
    from: { pathNot: ['^server/features\\.ts$', test] },
    to: { path: '^server/.*reactions\\.ts$' },
  },
  {
    name: 'law-3-features-do-not-know-the-program',
    comment: 'Features are listed by features.ts and started by app.ts and the commands, never the other way round.',
    severity: 'error',
    from: { path: `^server/${anyFeature}/`, pathNot: [test] },
    to: { path: '^server/(?:[^/]+\\.ts$|commands/)' },
  },
]

const law4 = [
  {
    name: 'law-4-routes',
    comment: 'A route is for callers over HTTP. Code, tests included, uses the use case or a real request.',
    severity: 'error',
    from: { pathNot: ['^server/features\\.ts$'] },
    to: { path: '^server.*[/.-]routes\\.ts$' },
  },
  {
    name: 'law-4-sql',
    comment:
      'All SQL of a feature is in its queries and its policy: one place to review for locks, indexes and permission.',
    severity: 'error',
    from: {
      path: '^(?:server|contract|web)/',
      pathNot: [test, '^server/platform/', '^server.*[/.-](?:queries|policy)\\.ts$'],
    },
    to: { path: `${npm}kysely/`, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'law-4-drivers',
    comment:
      'Which database runs underneath is decided by the platform; a driver used elsewhere steps round the transaction.',
    severity: 'error',
    from: { path: '^(?:server|contract|web)/', pathNot: [test, '^server/(?:platform|commands)/'] },
    to: { path: `${npm}(?:pg|pg-boss|@electric-sql/pglite)/`, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'law-4-pure',
    comment: 'Rules that only compute can be tested without mocks and read without knowing the rest.',
    severity: 'error',
    from: { path: pureFiles },
    to: { pathNot: ['^contract/', pureFiles] },
  },
]

module.exports = {
  forbidden: [...law1, ...law2, ...law3, ...law4],
  options: {
    // Type imports count: a cycle of types is a cycle for the reader.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['(?:^|/)node_modules/', '(?:^|/)dist/'] },
    exclude: { path: ['^dist/', '^web/public/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
