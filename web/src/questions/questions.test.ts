import { describe, expect, it } from 'vitest';
import { VIEWS } from '../app/routes';
import { GROUPS } from './questions';

const all = GROUPS.flatMap((group) => group.questions);

describe('the named questions', () => {
  it.each(all.map((one) => [one.text, one] as const))('%s leads to a room or a query', (_, one) => {
    expect([one.path, one.query].filter(Boolean)).toHaveLength(1);
    if (one.path) expect(Object.keys(VIEWS)).toContain(one.path[0]);
    expect(one.note).toMatch(/\.$/);
  });

  it('are each asked once', () => {
    expect(new Set(all.map((one) => one.text)).size).toBe(all.length);
  });
});
