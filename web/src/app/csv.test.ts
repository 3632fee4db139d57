import { describe, expect, it } from 'vitest';
import { csv, fileName } from './csv';

describe('csv', () => {
  it('quotes what needs it and nothing else', () => {
    expect(
      csv(
        ['name', 'n'],
        [
          ['St Mary, Leeds', 3],
          ['say "no"', null],
          ['two\nlines', undefined],
        ],
      ),
    ).toBe('name,n\r\n"St Mary, Leeds",3\r\n"say ""no""",\r\n"two\nlines",\r\n');
  });

  it('does not let a cell be run as a formula, and leaves numbers alone', () => {
    expect(csv(['a', 'b'], [['=1+1', -3]])).toBe("a,b\r\n'=1+1,-3\r\n");
  });

  it('gives the header alone when there are no rows', () => {
    expect(csv(['a'], [])).toBe('a\r\n');
  });

  it('names files after what they hold', () => {
    expect(fileName(['Exchange', 'referral', 'as of 2027-05-01'], 'csv')).toBe(
      'graphmap-exchange-referral-as-of-2027-05-01.csv',
    );
  });
});
