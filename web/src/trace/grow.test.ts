import { describe, expect, it } from 'vitest';
import type { Card } from './cards';
import { FIRST_SHOWN, grow, toggled, tokens, type Interface, type Neighbours, type System } from './grow';

function system(key: string): System {
  return { key, name: key.toUpperCase(), place: '', mark: 'system' };
}

function link(from: string, to: string, exchange = 'referral'): Interface {
  return {
    id: `${from}|${to}|${exchange}`,
    from: system(from),
    to: system(to),
    exchange,
    exchangeName: exchange,
    format: '',
    status: 'works',
    note: '',
  };
}

function mapOf(links: readonly Interface[]): ReadonlyMap<string, Neighbours> {
  const keys = new Set(links.flatMap((one) => [one.from.key, one.to.key]));
  return new Map(
    [...keys].map((key) => [
      key,
      { out: links.filter((one) => one.from.key === key), in: links.filter((one) => one.to.key === key) },
    ]),
  );
}

function grown(links: readonly Interface[], open: string, from = 'a') {
  return grow([system(from)], {
    open: tokens(open),
    known: mapOf(links),
    keep: () => true,
    href: (key) => `#${key}`,
  });
}

function count(cards: readonly Card[]): number {
  return cards.reduce((sum, card) => sum + 1 + count(card.ahead) + count(card.behind), 0);
}

describe('the growth of a trace', () => {
  const links = [link('a', 'b'), link('a', 'b', 'booking'), link('b', 'c'), link('c', 'a'), link('x', 'a')];

  it('starts with its systems and says how much hangs on either side', () => {
    const { roots, drawn } = grown(links, '');
    expect(count(roots)).toBe(1);
    expect(roots[0]?.out).toEqual({ token: '>a', count: 2, open: false });
    expect(roots[0]?.in).toEqual({ token: '<a', count: 2, open: false });
    expect(drawn).toEqual([]);
  });

  it('grows step by step, both ways, with one card for the interfaces to one system', () => {
    const { roots, drawn } = grown(links, '>a >b <a');
    const [root] = roots;
    expect(root?.ahead).toHaveLength(1);
    expect(root?.ahead[0]?.wires.map((wire) => wire.exchange)).toEqual(['referral', 'booking']);
    expect(root?.ahead[0]?.ahead[0]?.ahead[0]?.ahead[0]?.title).toBe('C');
    expect(root?.behind.map((card) => card.behind[0]?.title)).toEqual(['C', 'X']);
    expect(drawn).toHaveLength(5);
  });

  it('names a system that stands already instead of drawing it again', () => {
    const { roots } = grown(links, '>a >b >c');
    const back = roots[0]?.ahead[0]?.ahead[0]?.ahead[0]?.ahead[0]?.ahead[0];
    expect(back?.title).toBe('A');
    expect(back?.token).toBe('a');
    expect(back?.ahead).toEqual([]);
  });

  it('says how many it does not show, and shows them when asked', () => {
    const many = Array.from({ length: 20 }, (_, n) => link('a', `t${n}`));
    const few = grown(many, '>a').roots[0]?.ahead ?? [];
    expect(few).toHaveLength(FIRST_SHOWN + 1);
    expect(few.at(-1)?.title).toBe('Show 8 more of 20');
    expect(grown(many, '>a *>a').roots[0]?.ahead).toHaveLength(20);
  });

  it('stops before the picture is too large, and says so', () => {
    const many = Array.from({ length: 700 }, (_, n) => link('a', `t${n}`));
    const { roots, full } = grown(many, '>a *>a');
    expect(full).toBe(true);
    expect(roots[0]?.ahead.at(-1)?.title).toContain('more not drawn');
  });

  it('tells what has to be fetched', () => {
    const { missing } = grow([system('a')], {
      open: tokens('>a'),
      known: new Map(),
      keep: () => true,
      href: () => '',
    });
    expect(missing).toEqual(['a']);
  });

  it('keeps what is open in one text', () => {
    expect(toggled(tokens('>a >b'), '>c')).toBe('>a >b >c');
    expect(toggled(tokens('>a'), '>a')).toBe('-');
    expect([...tokens('-')]).toEqual(['-']);
  });
});
