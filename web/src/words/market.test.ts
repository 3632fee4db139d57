import { describe, expect, it } from 'vitest';
import { bandWords, betweenWords, boundsOf, pounds, sharesWords } from './market';

describe('words of the market', () => {
  it('gives one figure where everything is known, and two where it is not', () => {
    expect(betweenWords({ low: 2600, high: 2600.2 })).toBe('2,600');
    expect(betweenWords({ low: 965.3, high: 2339.02 })).toBe('965 to 2,339');
    expect(sharesWords({ low: 0.24, high: 0.44 })).toBe('24% to 44%');
  });

  it('names no band where the figures fall in two, and none for a market of nobody', () => {
    expect(bandWords({ low: 965, high: 2339, band: null })).toBe('too little known to tell');
    expect(bandWords({ low: 2600, high: 2600, band: 'HIGHLY_CONCENTRATED' })).toBe('highly concentrated');
    expect(bandWords(null)).toBe('');
  });

  it('lets the unknown be nobody’s or all one supplier’s', () => {
    expect(boundsOf(32, 27, 133)).toEqual({ low: 32 / 133, high: 59 / 133 });
    expect(boundsOf(0, 0, 0)).toEqual({ low: 0, high: 0 });
  });

  it('leaves an amount blank that nobody states', () => {
    expect(pounds(null)).toBe('');
    expect(pounds(0)).toBe('£0');
    expect(pounds(1234567.4)).toBe('£1,234,567');
  });
});
