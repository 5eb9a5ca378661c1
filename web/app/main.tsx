import './first.ts'

// A bundler may run shared modules before the entry; fetching the application only now makes `first.ts` truly first.
void import('./application.tsx').then(({ start }) => start())
