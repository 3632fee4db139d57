import { describe, expect, it } from 'vitest';
import { address, change, format, parse } from './place';

describe('places and addresses', () => {
  it('reads path and parameters, decoding both', () => {
    expect(parse('#/system/a%2Fb?reading=record&q=St%20Mary')).toEqual({
      path: ['system', 'a/b'],
      params: { reading: 'record', q: 'St Mary' },
    });
  });

  it('takes an empty address, and an anchor, as the front page', () => {
    for (const hash of ['', '#', '#/', '#main']) expect(parse(hash)).toEqual({ path: [], params: {} });
  });

  it('keeps a question mark inside a value', () => {
    expect(parse('#/query?query=a?b').params).toEqual({ query: 'a?b' });
  });

  it('survives a broken escape', () => {
    expect(parse('#/organisation/%E0%A4%A').path).toEqual(['organisation', '%E0%A4%A']);
  });

  it('writes what it reads, whatever the characters', () => {
    for (const text of ['service:E_RS', 'a/b', 'x y', '100%', 'é&=?#', '~,;']) {
      const place = { path: ['system', text], params: { q: text, pair: 'SA1~SA2' } };
      expect(parse(format(place))).toEqual(place);
    }
  });

  it('gives one address to one place', () => {
    expect(format({ path: ['a'], params: { b: '1', a: '2' } })).toBe('#/a?a=2&b=1');
    expect(format({ path: ['system', 'service:E_RS'], params: {} })).toBe('#/system/service:E_RS');
  });

  it('removes a parameter that is set to nothing', () => {
    expect(change({ path: [], params: { a: '1', b: '2' } }, { a: null, b: '' }).params).toEqual({});
  });

  it('carries the reading and the dates to the next view, and nothing else', () => {
    const from = parse('#/exchange/referral?reading=record&asof=2027-05-01&sort=name');
    expect(address(from, ['organisation', 'SA1'])).toBe('#/organisation/SA1?asof=2027-05-01&reading=record');
  });
});
