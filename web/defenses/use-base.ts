import { useEffect, useRef, useState } from 'react'

interface Versioned {
  version: number
}

/**
 * The record a form started from. A newer one of the server takes its place as long as nothing was typed; after that
 * only saving, or taking the saved version in a conflict, does. Give the form `key={base.version}`.
 */
export function useBase<T extends Versioned>(latest: T) {
  const [base, setBase] = useState(latest)
  const touched = useRef(false)
  useEffect(() => {
    if (!touched.current) setBase((now) => (latest.version > now.version ? latest : now))
  }, [latest])
  return {
    base,
    /** Tell it whether something was typed. */
    touched,
    /** Starts again from another record. */
    restart: (record: T | undefined) => {
      touched.current = false
      setBase(record ?? latest)
    },
  }
}
