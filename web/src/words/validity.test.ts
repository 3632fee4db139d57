import { describe, expect, it } from 'vitest';
import { linkStatus, validityWords } from './validity';

describe('validity in words', () => {
  const base = { status: 'LIVE', from: null, to: null, standing: 'IN_FORCE' };

  it('says where a fact stands and since when', () => {
    expect(validityWords(base)).toBe('in use, no dates');
    expect(validityWords({ ...base, from: '2024-03-01' })).toBe('in use since 1 March 2024');
    expect(validityWords({ ...base, to: '2027-12-31' }, 'runs')).toBe('runs until 31 December 2027');
    expect(validityWords({ ...base, status: 'RETIRING' })).toBe('in use, being retired, no dates');
    expect(validityWords({ ...base, standing: 'ENDED', to: '2025-12-31' })).toBe('ended 31 December 2025');
    expect(validityWords({ ...base, standing: 'ABSENT' })).toBe('stated not to exist');
  });

  it('does not take a plan, slipped or not, for something that happened', () => {
    expect(validityWords({ ...base, standing: 'ON_THE_WAY', from: '2027-04-01' })).toBe(
      'planned for 1 April 2027',
    );
    expect(validityWords({ ...base, standing: 'SLIPPED', from: '2026-04-01' })).toContain(
      'nobody says that it happened',
    );
    expect([linkStatus('ON_THE_WAY', false), linkStatus('SLIPPED', false)]).toEqual(['planned', 'planned']);
  });

  it('counts an interface only where it and both its systems are in force', () => {
    expect([linkStatus('IN_FORCE', true), linkStatus('IN_FORCE', false), linkStatus('ENDED', false)]).toEqual(
      ['works', 'cannot', 'cannot'],
    );
  });
});
