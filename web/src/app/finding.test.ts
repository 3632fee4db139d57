import { describe, expect, it } from 'vitest';
import { wanted } from './finding';

describe('what a search wants', () => {
  it('takes a kind as prefix, whatever its case', () => {
    expect(wanted('Product: arden')).toEqual({ text: 'arden', kind: 'PRODUCT' });
    expect(wanted('trust:SA1')).toEqual({ text: 'SA1', kind: 'ORGANISATION' });
  });

  it('leaves ids with a colon alone', () => {
    expect(wanted('service:E_RS')).toEqual({ text: 'service:E_RS', kind: null });
    expect(wanted('  leeds ')).toEqual({ text: 'leeds', kind: null });
  });
});
