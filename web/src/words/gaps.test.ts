import { describe, expect, it } from 'vitest';
import { gapSentence, worst, type Summary } from './gaps';

function summary(yes: number, no: number, unknown: number, recordNo = no + unknown): Summary {
  return {
    cautious: { counts: { yes, no, unknown, notApplicable: 0 }, reasons: [] },
    record: {
      counts: { yes, no: recordNo, unknown: 0, notApplicable: 0 },
      reasons: [
        { reason: 'NO_ROUTE', count: 2 },
        { reason: 'NO_SYSTEM_SENDER', count: 9 },
      ],
    },
  };
}

describe('gaps in sentences', () => {
  it('keeps what cannot apart from what is not recorded, and says what the record gives as reason', () => {
    expect(gapSentence('referrals', summary(1, 59, 12))).toBe(
      '1 of 72 ordered pairs of trusts is shown to exchange referrals; 82% cannot and 17% are not recorded. ' +
        'As far as the record goes, the most frequent reason is: sender has no system for it (9 pairs).',
    );
  });

  it('does not call a wholly blank record a failure', () => {
    expect(gapSentence('bookings', summary(0, 0, 72))).toContain(
      'No pair of trusts is shown to exchange bookings; nothing is recorded for any of them.',
    );
  });

  it('has nothing to say where the question does not apply', () => {
    expect(gapSentence('gp_record_transfer', summary(0, 0, 0))).toBeNull();
  });

  it('puts known gaps before unknown ones', () => {
    const entries = [
      { code: 'a', ...summary(9, 0, 63) },
      { code: 'b', ...summary(70, 2, 0) },
      { code: 'c', ...summary(0, 0, 0) },
    ];
    expect(worst(entries, 5).map((entry) => entry.code)).toEqual(['b', 'a']);
  });
});
