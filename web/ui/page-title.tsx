import { createContext, useContext, useEffect } from 'react'

/** Name of the faculty, for the titles of documents. */
const Site = createContext('')
export const SiteName = Site.Provider

/** Sets the title of the document: `Students · Faculty of Economics`. The innermost one that is shown wins. */
export function PageTitle({ children }: { children: string }) {
  const site = useContext(Site)
  useEffect(() => {
    document.title = [children, site].filter(Boolean).join(' · ')
  }, [children, site])
  return null
}
