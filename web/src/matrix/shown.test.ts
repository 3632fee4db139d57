import { describe, expect, it } from 'vitest';
import { Cells } from './cells';
import { Shown, type Picked } from './shown';

const cells = new Cells({
  senders: ['A', 'B', 'C'],
  receivers: ['A', 'B', 'C'],
  meanings: [
    { verdict: 'YES', reasons: [] },
    { verdict: 'NO', reasons: ['NO_ROUTE'] },
    { verdict: 'UNKNOWN', reasons: ['NO_EVIDENCE_SENDER'] },
  ],
  cells: Uint8Array.from([255, 0, 0, 0, 255, 2, 1, 1, 255]),
});
const NAMES: Readonly<Record<string, string>> = { A: 'Zeta', B: 'Mid', C: 'Alpha' };

function shown(picked: Picked = { status: null, reason: null }) {
  return new Shown(cells, 'name', picked, (code) => ({
    code,
    name: NAMES[code] ?? code,
    icb: '',
    region: '',
    system: '',
  }));
}

describe('the matrix as shown', () => {
  it('lists every pair once, in the order of the picture', () => {
    const pairs = shown().pairs();
    expect(pairs.map((one) => one.sender.code + one.receiver.code)).toEqual([
      'CB',
      'CA',
      'BC',
      'BA',
      'AC',
      'AB',
    ]);
    expect(pairs.map((one) => one.status)).toEqual([
      'cannot',
      'cannot',
      'unrecorded',
      'works',
      'oneway',
      'works',
    ]);
  });

  it('lists just the pairs that are picked out', () => {
    expect(shown({ status: 'cannot', reason: null }).pairs()).toHaveLength(2);
    expect(shown({ status: null, reason: 'NO_EVIDENCE_SENDER' }).pairs()).toHaveLength(1);
  });

  it('finds a pair on the axes and says it aloud', () => {
    const spot = shown().find('A', 'C');
    expect(spot).toEqual({ row: 2, column: 0 });
    expect(shown().spoken(2, 0)).toBe('Zeta to Alpha: Works one way');
    expect(shown().spoken(1, 0)).toBe('Mid to Alpha: Not recorded. Sender not recorded');
    expect(shown().spoken(0, 0)).toBe('Alpha, itself');
    expect(shown().find('A', 'X')).toBeNull();
  });
});
