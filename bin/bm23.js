#!/usr/bin/env node
// The program is TypeScript; tsx loads it on every supported Node.
import { register } from 'tsx/esm/api'

register()
await import('../server/bm23.ts')
