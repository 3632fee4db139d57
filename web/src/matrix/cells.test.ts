import { describe, expect, it } from 'vitest';
import { Cells, MatrixBroken, unbase64, type Packed } from './cells';

const packed: Packed = {
  senders: ['A', 'B', 'C'],
  receivers: ['A', 'B', 'C'],
  meanings: [
    { verdict: 'YES', reasons: [] },
    { verdict: 'NO', reasons: ['NO_ROUTE'] },
    { verdict: 'UNKNOWN', reasons: ['NO_EVIDENCE_SENDER'] },
    { verdict: 'NO', reasons: ['PLANNED'] },
  ],
  // A-B works both ways, A-C one way, B-C is not recorded, C-B is planned.
  cells: Uint8Array.from([1, 0, 0, 0, 1, 2, 1, 3, 1]),
};

describe('the cells of the matrix', () => {
  it('tells both ways from one way, and leaves the diagonal out', () => {
    const cells = new Cells(packed);
    const seen = [0, 1, 2].map((row) => [0, 1, 2].map((column) => cells.status(row, column)));
    expect(seen).toEqual([
      [null, 'works', 'oneway'],
      ['works', null, 'unrecorded'],
      ['cannot', 'planned', null],
    ]);
    expect(cells.meaning(2, 1)).toEqual({ verdict: 'NO', reasons: ['PLANNED'] });
    expect(cells.meaning(1, 1)).toBeNull();
  });

  it('counts every ordered pair once', () => {
    const counts = new Cells(packed).counts();
    expect(counts).toEqual({ works: 2, oneway: 1, planned: 1, cannot: 1, unrecorded: 1, outside: 0 });
  });

  it('does not call a route one-way when the other direction was not asked', () => {
    const letters = new Cells({
      ...packed,
      senders: ['A'],
      receivers: ['X', 'Y'],
      cells: Uint8Array.from([0, 1]),
    });
    expect([letters.status(0, 0), letters.status(0, 1)]).toEqual(['works', 'cannot']);
  });

  it('ranks gaps: known ones before what is not recorded', () => {
    const gaps = new Cells(packed).gaps('rows');
    expect(gaps[2]).toBeGreaterThan(gaps[1] ?? 0);
    expect(gaps[1]).toBeGreaterThan(gaps[0] ?? 0);
  });

  it('refuses a picture whose sizes do not fit', () => {
    expect(() => new Cells({ ...packed, cells: new Uint8Array(4) })).toThrow(MatrixBroken);
  });

  it('reads base64', () => {
    expect([...unbase64('AAEC/w==')]).toEqual([0, 1, 2, 255]);
  });
});
