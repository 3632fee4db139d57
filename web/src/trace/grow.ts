import type { Status } from '../words/status';
import { bestStatus, card, MORE_HEIGHT, wiresHeight, type Card, type Wire } from './cards';
import type { Kind } from '../components/Mark.svelte';

/** A system as the trace knows it. */
export interface System {
  readonly key: string;
  readonly name: string;
  readonly place: string;
  readonly mark: Kind;
}

/** One interface between two systems, in the direction of the payload. */
export interface Interface {
  readonly id: string;
  readonly from: System;
  readonly to: System;
  readonly exchange: string;
  readonly exchangeName: string;
  readonly format: string;
  readonly status: Status;
  readonly note: string;
}

/** What leaves and what enters one system. */
export interface Neighbours {
  readonly out: readonly Interface[];
  readonly in: readonly Interface[];
}

/** `>key` shows what a system sends, `<key` what it is sent; `*` before either shows more than the first few. */
export type Token = string;

export const FIRST_SHOWN = 12;
/** Cards in one picture; beyond it nothing more is drawn, and the picture says so. */
export const MOST_CARDS = 480;

export interface Growth {
  readonly roots: readonly Card[];
  readonly drawn: readonly Interface[];
  /** Systems that are open but whose neighbours are not there yet. */
  readonly missing: readonly string[];
  /** Whether cards were left out for want of room. */
  readonly full: boolean;
}

interface Options {
  readonly open: ReadonlySet<Token>;
  readonly known: ReadonlyMap<string, Neighbours>;
  readonly keep: (link: Interface) => boolean;
  readonly href: (key: string) => string;
}

function wire(link: Interface): Wire {
  return {
    id: link.id,
    exchange: link.exchangeName,
    format: link.format,
    status: link.status,
    note: link.note,
  };
}

/**
 * Cards of the systems given, with what is open on either side. A system stands once on each side; where a line
 * would lead back to one that stands already, its interface card names it instead.
 */
export function grow(systems: readonly System[], { open, known, keep, href }: Options): Growth {
  const seen = { ahead: new Set<string>(), behind: new Set<string>() };
  for (const system of systems) {
    seen.ahead.add(system.key);
    seen.behind.add(system.key);
  }
  const drawn = new Map<string, Interface>();
  const missing = new Set<string>();
  let cards = systems.length;
  let full = false;

  function hang(key: string, side: 'ahead' | 'behind'): readonly Card[] {
    const sign = side === 'ahead' ? '>' : '<';
    if (!open.has(`${sign}${key}`)) return [];
    const neighbours = known.get(key);
    if (!neighbours) {
      missing.add(key);
      return [];
    }
    const groups = new Map<string, Interface[]>();
    for (const link of side === 'ahead' ? neighbours.out : neighbours.in) {
      if (!keep(link)) continue;
      const other = side === 'ahead' ? link.to : link.from;
      groups.set(other.key, [...(groups.get(other.key) ?? []), link]);
    }
    const all = [...groups.values()];
    const shown = open.has(`*${sign}${key}`) ? all : all.slice(0, FIRST_SHOWN);
    const grown: Card[] = [];
    let left = all.length - shown.length;
    for (const links of shown) {
      const first = links[0];
      if (!first) continue;
      if (cards >= MOST_CARDS) {
        full = true;
        left += 1;
        continue;
      }
      const other = side === 'ahead' ? first.to : first.from;
      const again = seen[side].has(other.key);
      seen[side].add(other.key);
      cards += again ? 1 : 2;
      for (const link of links) drawn.set(link.id, link);
      const wires = links.map(wire);
      const status = bestStatus(wires);
      const end = again ? [] : [system(other, side, status)];
      grown.push(
        card({
          id: `${sign}${key} ${other.key}`,
          kind: 'wires',
          title: again ? other.name : '',
          sub: again ? other.place : '',
          token: again ? other.key : null,
          wires,
          status,
          height: wiresHeight(wires, again),
          [side]: end,
        }),
      );
    }
    if (left > 0) {
      cards += 1;
      grown.push(
        card({
          id: `*${sign}${key}`,
          kind: 'more',
          title: full
            ? `${left} more not drawn: too many for one picture`
            : `Show ${left} more of ${all.length}`,
          token: full ? null : `*${sign}${key}`,
          height: MORE_HEIGHT,
          status: 'unrecorded',
        }),
      );
    }
    return grown;
  }

  function edge(key: string, side: 'ahead' | 'behind') {
    const sign = side === 'ahead' ? '>' : '<';
    const neighbours = known.get(key);
    const links = (side === 'ahead' ? neighbours?.out : neighbours?.in)?.filter(keep);
    return { token: `${sign}${key}`, count: links?.length ?? -1, open: open.has(`${sign}${key}`) };
  }

  function system(of: System, side: 'ahead' | 'behind' | 'middle', status: Status): Card {
    return card({
      id: side === 'behind' ? `< ${of.key}` : `> ${of.key}`,
      kind: 'system',
      title: of.name,
      sub: of.place,
      mark: of.mark,
      href: href(of.key),
      status,
      strong: side === 'middle',
      ahead: side === 'behind' ? [] : hang(of.key, 'ahead'),
      behind: side === 'ahead' ? [] : hang(of.key, 'behind'),
      out: side === 'behind' ? null : edge(of.key, 'ahead'),
      in: side === 'ahead' ? null : edge(of.key, 'behind'),
    });
  }

  const roots = systems.map((one) => system(one, 'middle', 'works'));
  return { roots, drawn: [...drawn.values()], missing: [...missing], full };
}

/** The open tokens of an address, and back. */
export function tokens(text: string | undefined): ReadonlySet<Token> {
  return new Set((text ?? '').split(' ').filter(Boolean));
}

export function toggled(open: ReadonlySet<Token>, token: Token): string {
  const next = new Set(open);
  if (!next.delete(token)) next.add(token);
  return [...next].join(' ') || '-';
}
