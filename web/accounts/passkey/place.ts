import { useInstallation } from '../../app/session/installation.ts'

/** Whether passkeys work in this browser at this address: browsers bind them to one, which is another when it is of numbers. */
export function usePasskeyPlace(): 'here' | 'elsewhere' | 'nowhere' | 'unsupported' {
  const { passkeys } = useInstallation()
  if (passkeys === null) return 'nowhere'
  if (passkeys !== location.origin) return 'elsewhere'
  return 'PublicKeyCredential' in window ? 'here' : 'unsupported'
}
