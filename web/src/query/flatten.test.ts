import { describe, expect, it } from 'vitest';
import { tabular } from './flatten';

describe('an answer as a table', () => {
  it('takes the longest list, without the wrapping of a connection', () => {
    const flat = tabular({
      few: [{ a: 1 }],
      exchange: {
        pairs: { totalCount: 2, edges: [{ node: { verdict: 'YES' } }, { node: { verdict: 'NO' } }] },
      },
    });
    expect(flat).toEqual({ caption: 'exchange.pairs', header: ['verdict'], rows: [['YES'], ['NO']] });
  });

  it('makes columns of objects and one cell of lists', () => {
    const flat = tabular({
      organisations: {
        nodes: [
          { code: 'SA1', icb: { name: 'North' }, settings: ['acute', 'community'] },
          { code: 'SA2', icb: null, systems: [{ name: 'Arden' }, { node: { key: 'x' } }] },
        ],
      },
    });
    expect(flat?.header).toEqual(['code', 'icb.name', 'settings', 'icb', 'systems']);
    expect(flat?.rows).toEqual([
      ['SA1', 'North', 'acute; community', undefined, undefined],
      ['SA2', undefined, undefined, null, 'Arden; x'],
    ]);
  });

  it('has no table for an answer without a list of things', () => {
    expect(tabular({ revision: 3, codes: ['a', 'b'] })).toBeNull();
  });
});
