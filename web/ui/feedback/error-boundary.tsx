import { Component, type ReactNode } from 'react'
import { BrokenPage } from './broken-page.tsx'

interface Props {
  children: ReactNode
}

/** Keeps a broken part from taking the page with it; drafts of forms are in the storage of the tab and survive. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error ? <BrokenPage error={error} reset={() => this.setState({ error: null })} /> : this.props.children
  }
}
