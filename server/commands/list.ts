import type { Command } from 'commander'
import { addAudit } from './audit.ts'
import { addBackup } from './backup.ts'
import { addCheck } from './check.ts'
import { addCreateAdmin } from './create-admin.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addErasures } from './erasures.ts'
import { addFiles } from './files.ts'
import { addImportDjango } from './import-django.ts'
import { addInit } from './init.ts'
import { addLiftSecondFactor } from './lift-second-factor.ts'
import { addMigrate } from './migrate.ts'
import { addRetention } from './retention.ts'
import { addServe } from './serve.ts'
import { addShow } from './show.ts'
import { addVerify } from './verify.ts'

/** Every command, in the order of the help. */
export const commands: ReadonlyArray<(program: Command) => void> = [
  addInit,
  addServe,
  addMigrate,
  addCreateAdmin,
  addLiftSecondFactor,
  addAudit,
  addBackup,
  addFiles,
  addErasures,
  addRetention,
  addCheck,
  addVerify,
  addDoctor,
  addDemo,
  addImportDjango,
  addShow,
]
