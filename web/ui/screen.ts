import type { TablerIcon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Permission } from '../../contract/permissions.ts'
import type { MessageFile, MessageKey } from '../i18n/types.ts'

export type NavSection = 'top' | 'work' | 'people' | 'defense' | 'office'

/** One address of the application, as the feature that owns it declares it in its `routes.tsx`. */
export interface Screen {
  /** `/projects/$projectId`; parameters with `$`. */
  path: `/${string}`
  /** Who may open it. `public` screens have no layout around them. */
  access: 'public' | 'signedIn' | Permission
  /** Title of the document until the page header sets a better one. */
  title: MessageKey
  /** Message files the screen needs besides `shell` and `vocabulary`. */
  messages: readonly MessageFile[]
  /** The component, imported only when the address is opened. */
  load: () => Promise<ComponentType>
  /** Its place in the main menu; shown to those who have the permission of `access`. `last` ends its section. */
  nav?: { section: NavSection; label: MessageKey; icon: TablerIcon; last?: true }
  /** Public-looking page without menu for somebody signed in (the forced change of a password). */
  bare?: true
}
