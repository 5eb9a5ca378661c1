/** What a passkey knows its owner by: the id of the account, of which nobody learns anything. */
export const handleOf = (accountId: string): string =>
  Buffer.from(accountId.replaceAll('-', ''), 'hex').toString('base64url')
