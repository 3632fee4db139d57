import { describe, expect, it } from 'vitest';
import { leastEvidence, scopeOf } from './scope';

describe('whom a question is about', () => {
  it('leaves the scope to the question where the address says nothing', () => {
    expect(scopeOf({}, 'NHS_TRUST')).toBeNull();
  });

  it('asks an area with the type that the question stands for, unless another is chosen', () => {
    expect(scopeOf({ within: 'icb:QA1' }, 'NHS_TRUST')).toEqual({ types: ['NHS_TRUST'], icbs: ['QA1'] });
    expect(scopeOf({ within: 'region:Y1', among: 'GP_PRACTICE' }, 'NHS_TRUST')).toEqual({
      types: ['GP_PRACTICE'],
      regions: ['Y1'],
    });
    expect(scopeOf({ within: 'icb:QA1' })).toEqual({ icbs: ['QA1'] });
  });

  it('takes no area that is neither board nor region', () => {
    expect(scopeOf({ within: 'county:QA1' }, 'NHS_TRUST')).toBeNull();
  });

  it('takes no evidence that has no name', () => {
    expect(leastEvidence({ evidence: 'DECLARED' })).toBe('DECLARED');
    expect(leastEvidence({ evidence: 'hearsay' })).toBeNull();
  });

  it('may be of every type, which a filter without one would not say', () => {
    expect(scopeOf({ among: 'EVERY' }, 'NHS_TRUST', ['NHS_TRUST', 'ICB'])).toEqual({
      types: ['NHS_TRUST', 'ICB'],
    });
  });
});
