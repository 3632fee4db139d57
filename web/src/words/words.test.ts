import { describe, expect, it } from 'vitest';
import { age, count, date, many, named, sentence, share } from './en';
import { LOOKS, ORDER, statusOf } from './status';

describe('words', () => {
  it('counts', () => {
    expect(count(41820)).toBe('41,820');
    expect([many(0, 'trust'), many(1, 'trust'), many(2, 'trust')]).toEqual([
      'no trusts',
      '1 trust',
      '2 trusts',
    ]);
  });

  it('never rounds something to nothing, or nearly all to all', () => {
    expect([share(0, 9), share(1, 1000), share(1, 3), share(999, 1000), share(9, 9), share(0, 0)]).toEqual([
      '0%',
      'under 1%',
      '33%',
      'over 99%',
      '100%',
      '–',
    ]);
  });

  it('keeps partial dates partial', () => {
    expect([date('2026-11-22'), date('2027-03'), date('2027'), date(null)]).toEqual([
      '22 November 2026',
      'March 2027',
      '2027',
      'undated',
    ]);
  });

  it('says how old a date is', () => {
    expect([
      age('2026-11-02', '2026-11-22'),
      age('2025-12', '2026-11-22'),
      age('2015', '2026-11-22'),
      age('', '2026-11-22'),
    ]).toEqual(['this month', '11 months ago', '11 years ago', '']);
  });

  it('names the first and counts the rest', () => {
    expect(named(['a', 'b'], 2)).toBe('a and b');
    expect(named(['a', 'b', 'c', 'd'], 60)).toBe('a, b, c and 57 more');
    expect(sentence('no trusts')).toBe('No trusts');
  });
});

describe('the status of a pair', () => {
  it('tells one way from both ways only where the other direction applies', () => {
    expect(statusOf('YES', [], 'YES')).toBe('works');
    expect(statusOf('YES', [], 'NO')).toBe('oneway');
    expect(statusOf('YES', [], 'UNKNOWN')).toBe('oneway');
    expect(statusOf('YES', [], 'NOT_APPLICABLE')).toBe('works');
    expect(statusOf('YES', [])).toBe('works');
  });

  it('shows a plan as planned, unless formats stand in its way', () => {
    expect(statusOf('NO', ['PLANNED'])).toBe('planned');
    expect(statusOf('NO', ['PLANNED', 'MISMATCH'])).toBe('cannot');
    expect(statusOf('NO', ['NO_ROUTE'])).toBe('cannot');
  });

  it('never shows what is not recorded as a failure', () => {
    expect(statusOf('UNKNOWN', ['NO_EVIDENCE_SENDER'])).toBe('unrecorded');
    expect(statusOf('NOT_APPLICABLE', [])).toBe('outside');
  });

  it('gives every status a glyph and a line of its own, beside its colour', () => {
    const drawn = ORDER.filter((status) => status !== 'outside').map((status) => LOOKS[status]);
    for (const part of ['colour', 'glyph', 'dash', 'word'] as const) {
      expect(new Set(drawn.map((look) => look[part])).size).toBe(drawn.length);
    }
  });
});
