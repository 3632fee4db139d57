import { describe, expect, it } from 'vitest';
import { basisWords } from './basis';

describe('what an answer rests on', () => {
  it('counts facts, and says how old they are', () => {
    expect(
      basisWords({ facts: 81, undated: 1, oldest: '2024-03-01', newest: '2026-11-01' }, '2026-11-22'),
    ).toBe(
      'It rests on 81 facts. The oldest dated observation is of 1 March 2024 (2 years ago), ' +
        'the newest of 1 November 2026 (this month). 1 has no date.',
    );
  });

  it('does not hide that there is nothing', () => {
    expect(basisWords({ facts: 0, undated: 0, oldest: null, newest: null }, '2026-11-22')).toContain(
      'No usable fact',
    );
  });
});
