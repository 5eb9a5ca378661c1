/** Personal data: taking it along and having it erased. */
export const messages = {
  'privacy.own': 'Your data',
  'privacy.ownHint':
    'Everything that is kept about you, with the files of your projects, in one archive: a page to read and the same data for programs.',
  'privacy.download': 'Download my data',
  'privacy.downloaded': 'The archive is downloaded.',
  'privacy.export': 'Export personal data',
}
