import { describe, expect, it } from 'vitest';
import { curve, place, type Branch, type Spot } from './layout';

function card(id: string, ahead: Branch[] = [], behind: Branch[] = []): Branch {
  return { id, height: 40, ahead, behind };
}

function overlaps(spots: Iterable<Spot>): boolean {
  const byColumn = new Map<number, Spot[]>();
  for (const spot of spots) byColumn.set(spot.column, [...(byColumn.get(spot.column) ?? []), spot]);
  return [...byColumn.values()].some((column) => {
    const sorted = column.sort((a, b) => a.top - b.top);
    return sorted.some((spot, index) => {
      const next = sorted[index + 1];
      return next !== undefined && spot.top + spot.height > next.top;
    });
  });
}

describe('the columns of a trace', () => {
  it('puts a card in the middle of what hangs on it', () => {
    const { spots, height, columns } = place([card('a', [card('b'), card('c'), card('d')])]);
    expect(spots.get('a')).toEqual({ column: 0, top: 50, height: 40 });
    expect([...'bcd'].map((id) => spots.get(id)?.top)).toEqual([0, 50, 100]);
    expect(height).toBe(140);
    expect(columns).toEqual([0, 1]);
  });

  it('goes both ways from the middle', () => {
    const { spots, columns } = place([card('a', [card('b', [card('c')])], [card('x'), card('y')])]);
    expect(columns).toEqual([-1, 2]);
    expect(spots.get('x')?.column).toBe(-1);
    expect(spots.get('c')?.column).toBe(2);
    expect(spots.get('a')?.top).toBe(25);
  });

  it('never lays one card over another', () => {
    const wide = (id: string, depth: number): Branch =>
      card(
        id,
        depth ? [1, 2, 3].map((n) => wide(`${id}${n}`, depth - 1)) : [],
        depth === 3 ? [1, 2, 3, 4, 5, 6].map((n) => card(`${id}-${n}`)) : [],
      );
    const { spots } = place([wide('a', 3), wide('b', 1), wide('c', 3)]);
    expect(spots.size).toBe(40 + 6 + 4 + 40 + 6);
    expect(overlaps(spots.values())).toBe(false);
  });

  it('has nothing to say about nothing', () => {
    expect(place([])).toEqual({ spots: new Map(), height: 0, columns: [0, 0] });
  });

  it('draws from edge to edge', () => {
    expect(curve(0, 0, 100, 50)).toBe('M0 0C50 0 50 50 100 50');
  });
});
