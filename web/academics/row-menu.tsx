import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  /** Names the row: "Actions for ...". */
  label: string
  children: ReactNode
}

/** The menu at the end of a row. */
export function RowMenu({ label, children }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

/** An entry that takes something away. */
export function DangerItem({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <Menu.Item c="var(--mantine-color-error)" onClick={onClick}>
      {children}
    </Menu.Item>
  )
}
