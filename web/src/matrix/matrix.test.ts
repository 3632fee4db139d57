import { describe, expect, it } from 'vitest';
import { arrange, type Member } from './arrange';
import { moved } from './cursor';
import { pixels, sizes } from './paint';

function member(code: string, name: string, system = '', icb = ''): Member {
  return { code, name, system, icb, region: '' };
}

const members = [
  member('A', 'Zeta', 'Arden'),
  member('B', 'Alpha'),
  member('C', 'Mid', 'Beacon'),
  member('D', 'Beta', 'Beacon'),
];
const codes = (at: readonly number[]) => at.map((index) => members[index]?.code).join('');

describe('the order of the matrix', () => {
  it('goes by name', () => {
    const axis = arrange(members, 'name');
    expect(codes(axis.at)).toBe('BDCA');
    expect(axis.blocks).toEqual([]);
  });

  it('groups, largest first, what is not recorded last', () => {
    const axis = arrange(members, 'system');
    expect(codes(axis.at)).toBe('DCAB');
    expect(axis.blocks).toEqual([
      { label: 'Beacon', from: 0, to: 2 },
      { label: 'Arden', from: 2, to: 3 },
      { label: 'Record system not recorded', from: 3, to: 4 },
    ]);
  });

  it('puts most gaps first, and equals by name', () => {
    expect(codes(arrange(members, 'gaps', [1, 0, 5, 1]).at)).toBe('CDAB');
  });

  it('is always a permutation', () => {
    for (const order of ['name', 'system', 'icb', 'region', 'gaps'] as const) {
      expect([...arrange(members, order).at].sort()).toEqual([0, 1, 2, 3]);
    }
    expect(arrange([], 'icb')).toEqual({ at: [], blocks: [] });
  });
});

describe('the cursor', () => {
  const press = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
    moved({ row: 5, column: 5 }, { key, shiftKey: false, ctrlKey: false, ...more }, 30, 20);

  it('moves by one and by ten, and stays inside', () => {
    expect(press('ArrowDown')).toEqual({ row: 6, column: 5 });
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ row: 5, column: 15 });
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ row: 0, column: 5 });
  });

  it('knows first and last', () => {
    expect(press('Home')).toEqual({ row: 5, column: 0 });
    expect(press('End')).toEqual({ row: 5, column: 19 });
    expect(press('End', { ctrlKey: true })).toEqual({ row: 29, column: 19 });
    expect(press('Home', { ctrlKey: true })).toEqual({ row: 0, column: 0 });
  });

  it('leaves other keys to the page', () => {
    expect(press('Tab')).toBeNull();
    expect(press('a')).toBeNull();
  });
});

describe('the picture', () => {
  it('has cells of whole device pixels that fit the space', () => {
    const size = sizes(215, 215, 700, 1);
    expect(size).toEqual({ cell: 3, width: 645, height: 645, ratio: 1 });
    expect(sizes(9, 9, 700, 2).cell).toBe(108);
    expect(sizes(3000, 10, 700, 1).cell).toBe(1);
  });

  it('gives each status its colour, fades what is left out, and leaves the diagonal white', () => {
    const bytes = pixels(
      1,
      3,
      (_, column) => (column === 0 ? null : 'works'),
      (_, column) => column === 1,
    );
    expect([...bytes.slice(0, 8)]).toEqual([255, 255, 255, 255, 0, 70, 139, 255]);
    const faded = [...bytes.slice(8, 11)];
    expect(faded.every((value) => value > 200 && value < 255)).toBe(true);
  });
});
