import { describe, expect, it } from 'vitest';
import { askWords, planWords, reasonWords, verdictSentence } from './pair';

describe('a pair in words', () => {
  it('says which reading a NO was made under', () => {
    expect(verdictSentence('NO', 'referrals', 'A', 'B', false)).toBe('A cannot send referrals to B.');
    expect(verdictSentence('NO', 'referrals', 'A', 'B', true)).toBe(
      'If the record were complete, A could not send referrals to B.',
    );
  });

  it('never words what is not recorded as a failure', () => {
    expect(verdictSentence('UNKNOWN', 'images and reports', 'A', 'B', false)).toBe(
      'Nobody has recorded enough to say whether A can send images and reports to B.',
    );
  });

  it('takes whom a question is for out of it', () => {
    expect(askWords('Ask Vale Hospital (SA2): which system sends referrals?')).toBe(
      'which system sends referrals?',
    );
    expect(askWords('Which system?')).toBe('Which system?');
  });

  it('joins reasons and keeps a plan from sounding like a promise', () => {
    expect(reasonWords(['PLANNED', 'MISMATCH'])).toBe('Planned and formats do not match');
    expect(planWords('2027-04-01')).toContain('1 April 2027. That is no promise');
    expect(planWords(null)).toContain('no date');
  });
});
