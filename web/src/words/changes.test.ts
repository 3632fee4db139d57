import { describe, expect, it } from 'vitest';
import { monthBefore } from './changes';

describe('a month before', () => {
  it('is the same day, or the last of a shorter month', () => {
    expect(monthBefore('2026-11-22')).toBe('2026-10-22');
    expect(monthBefore('2026-01-05')).toBe('2025-12-05');
    expect(monthBefore('2026-03-31')).toBe('2026-02-28');
  });
});
