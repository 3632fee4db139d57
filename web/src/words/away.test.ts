import { describe, expect, it } from 'vitest';
import { ago, clock } from './away';

describe('a store that is away', () => {
  it('says how long ago', () => {
    expect(ago(0)).toBe('less than a minute ago');
    expect(ago(59)).toBe('less than a minute ago');
    expect(ago(60)).toBe('1 minute ago');
    expect(ago(3_599)).toBe('59 minutes ago');
    expect(ago(3_600)).toBe('1 hour ago');
    expect(ago(180_000)).toBe('2 days ago');
  });

  it('says since when, with the day where it was another', () => {
    const then = new Date(2026, 10, 22, 9, 5);
    expect(clock(then.toISOString(), new Date(2026, 10, 22, 23, 59))).toBe('09:05');
    expect(clock(then.toISOString(), new Date(2026, 10, 23, 0, 1))).toBe('09:05 on 22 November 2026');
  });
});
