import { describe, expect, it } from 'vitest';
import { boundWords, gainedOf, gainWords } from './fixes';

describe('what a single change gains', () => {
  it.each([
    [{ pairs: 1, fromNo: 1, fromUnknown: 0 }, 'it is known not to work today'],
    [{ pairs: 5, fromNo: 5, fromUnknown: 0 }, 'all of them known not to work today'],
    [{ pairs: 1, fromNo: 0, fromUnknown: 1 }, 'it is not recorded today; it may work already, unrecorded'],
    [
      { pairs: 118, fromNo: 0, fromUnknown: 118 },
      'none of them recorded today; some may work already, unrecorded',
    ],
    [
      { pairs: 1200, fromNo: 1199, fromUnknown: 1 },
      '1,199 of them known not to work today, and 1 not recorded; it may work already, unrecorded',
    ],
  ])('%o', (gain, words) => {
    expect(gainWords(gain)).toBe(words);
  });

  it('stands beside what there is to gain', () => {
    expect(gainedOf(1, 40_593)).toBe('1 of the 40,593 pairs not shown to work');
  });
});

describe('how small a set can be', () => {
  it('is known where the bound is met', () => {
    expect(boundWords(4, 4)).toBe('No set of such changes that does the same has fewer.');
  });
  it('is between two numbers otherwise', () => {
    expect(boundWords(11, 8)).toBe(
      'No set of such changes that does the same has fewer than 8; whether there is one of fewer than 11 is not known.',
    );
  });
});
