import { RequestFailed } from '../api/client';

/** Why something was not written, and what to do, in sentences that stand after “not saved” or “not deleted”. */
export function refusedWords(error: Error): string {
  const message = error.message.endsWith('.') ? error.message : `${error.message}.`;
  const code = error instanceof RequestFailed ? error.faults[0]?.extensions?.['code'] : undefined;
  switch (code) {
    case 'STORE_UNAVAILABLE':
      return `${message} Nothing can be saved or deleted until the store can be written; changes stay in the address.`;
    case 'CONFLICT':
      return `${message} Somebody else was faster: the list below shows what there is now.`;
    case undefined:
      // A proxy, or a server that is gone, answers without a code.
      return /\b40[135]\b/.test(message)
        ? `${message} You may read here, and not write; changes stay in the address.`
        : message;
    default:
      return message;
  }
}
