import { describe, expect, it } from 'vitest';
import type { Compared, SavedScenario } from '../api/saved';
import { asSaved, comparedOf, sideBySide } from './saved';

const FAIL = { fail: { of: ['service:E_RS'] } };
const RETIRE = { retireDeployment: { deployment: 'SA1-arden' } };
const saved = (id: string): SavedScenario => ({
  id,
  name: id,
  owner: '',
  description: '',
  changes: [RETIRE],
  allChanges: [FAIL, RETIRE],
  basedOn: ['without-e-rs'],
  changedAt: '2026-11-22T00:00:00Z',
});

function outcome(gained: number, lost: number, exchange: Compared['exchange']): Compared {
  const none = { totalCount: 0 };
  return {
    pairsGained: gained,
    pairsLost: lost,
    systemsGone: 1,
    systemsCome: 0,
    linksToRebuild: none,
    contractsTouched: none,
    exchange,
  };
}

describe('saved scenarios', () => {
  it('are unchanged when what they suppose, with what they are based on, is supposed in that order', () => {
    expect(asSaved([FAIL, RETIRE], saved('a'))).toBe(true);
    expect(asSaved([RETIRE, FAIL], saved('a'))).toBe(false);
    expect(asSaved([RETIRE], saved('a'))).toBe(false);
  });

  it('are compared in the order of the address, each once, without those that are gone', () => {
    const there = [saved('a'), saved('b')];
    expect(comparedOf('b~gone~a~b', there).map((one) => one.id)).toEqual(['b', 'a']);
    expect(comparedOf(undefined, there)).toEqual([]);
  });

  it('stand side by side with a zero where only another one changes an exchange', () => {
    const referral = { code: 'referral', name: 'Referral' };
    const booking = { code: 'booking', name: 'Booking' };
    const rows = sideBySide([
      outcome(2, 0, [{ type: referral, gained: 2, lost: 0 }]),
      outcome(0, 3, [{ type: booking, gained: 0, lost: 3 }]),
    ]);
    expect(rows.map((row) => [row.what, ...row.figures])).toEqual([
      ['Pairs gained', 2, 0],
      ['Pairs lost', 0, 3],
      ['Systems that go', 1, 1],
      ['Systems that come', 0, 0],
      ['Interfaces to build again', 0, 0],
      ['Contracts touched', 0, 0],
      ['Referral: gained', 2, 0],
      ['Booking: lost', 0, 3],
    ]);
  });
});
