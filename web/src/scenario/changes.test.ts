import { describe, expect, it } from 'vitest';
import { changesOf, changeWords, idsOf, written } from './changes';

const CHANGES = [
  { addLink: { from: 'deployment:SA1-arden', to: 'deployment:SA2-beacon', exchange: 'referral' } },
  {
    replaceProduct: {
      scope: { types: ['NHS_TRUST'], icbs: ['QSA'] },
      capability: 'MATERNITY',
      product: 'product:stork',
    },
  },
  { fail: { of: ['host:North', 'product:stork'] } },
];

describe('the changes of a scenario', () => {
  it('are written as they are read', () => {
    expect(changesOf(written(CHANGES) ?? '')).toEqual(CHANGES);
    expect(written([])).toBeNull();
    expect(changesOf(undefined)).toEqual([]);
  });

  it('are refused with what is wrong and where', () => {
    expect(() => changesOf('[{')).toThrow(/no JSON/);
    expect(() => changesOf('{}')).toThrow(/list/);
    expect(() => changesOf('[{"fail":{"of":["x"]}},{"explode":{}}]')).toThrow(/^Change 2 .*addLink/);
    expect(() => changesOf('[{"fail":{},"addLink":{}}]')).toThrow(/exactly one/);
  });

  it('name each thing once; what is named by text alone has no name to look up', () => {
    expect(idsOf(CHANGES)).toEqual(['deployment:SA1-arden', 'deployment:SA2-beacon', 'product:stork', 'QSA']);
  });

  it('read as sentences', () => {
    const names: Record<string, string> = {
      'deployment:SA1-arden': 'Arden at SA1',
      'product:stork': 'Stork',
      MATERNITY: 'Maternity record',
      QSA: 'Sampleshire',
      referral: 'Referral',
    };
    const words = CHANGES.map((one) => changeWords(one, (id) => names[id] ?? id));
    expect(words).toEqual([
      'Join Arden at SA1 to deployment:SA2-beacon for referral',
      'Replace every other maternity record by Stork at the trusts of Sampleshire',
      'Let host:North, Stork fail',
    ]);
  });

  it('of kinds without a form still say what they change', () => {
    expect(changeWords({ mergeOrganisations: { codes: ['A', 'B'], into: 'C' } }, (id) => id)).toBe(
      'Merge organisations: codes A, B; into C',
    );
  });
});
