import { describe, expect, it } from 'vitest';
import { unknownOf } from './plans';

describe('what plans leave unknown', () => {
  it('is said once where it holds for all of them', () => {
    const plans = [{ unknown: ['nobody knows', 'no interface'] }, { unknown: ['nobody knows'] }];
    expect(unknownOf(plans)).toEqual({ all: ['nobody knows'], each: [['no interface'], []] });
  });

  it('stays with a plan that is the only one', () => {
    expect(unknownOf([{ unknown: ['a'] }])).toEqual({ all: [], each: [['a']] });
    expect(unknownOf([])).toEqual({ all: [], each: [] });
  });
});
