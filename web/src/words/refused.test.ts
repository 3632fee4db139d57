import { describe, expect, it } from 'vitest';
import { RequestFailed } from '../api/client';
import { refusedWords } from './refused';

const refusal = (message: string, code?: string) =>
  refusedWords(new RequestFailed(message, code ? [{ message, extensions: { code } }] : []));

describe('why something was not written', () => {
  it('names a store that takes nothing, and where the changes are meanwhile', () => {
    expect(refusal('map.db was opened for reading only', 'STORE_UNAVAILABLE')).toBe(
      'map.db was opened for reading only. Nothing can be saved or deleted until the store can be written; changes stay in the address.',
    );
  });

  it('says that somebody else was faster', () => {
    expect(refusal('It was changed', 'CONFLICT')).toMatch(/^It was changed\. Somebody else was faster/);
  });

  it('tells a proxy that forbids writing from a server that is gone', () => {
    expect(refusal('The server answered 403 Forbidden.')).toMatch(/You may read here, and not write/);
    expect(refusal('The server cannot be reached.')).toBe('The server cannot be reached.');
  });

  it('otherwise says what the server says', () => {
    expect(refusal('`name` is empty', 'BAD_ARGUMENT')).toBe('`name` is empty.');
  });
});
