import type { Kind } from '../components/Mark.svelte';
import type { Status } from '../words/status';

/** One interface inside a card: what is exchanged, in which format, and how it stands. */
export interface Wire {
  readonly id: string;
  readonly exchange: string;
  readonly format: string;
  readonly status: Status;
  /** Evidence and date, or why it does not count. */
  readonly note: string;
}

/** A button at a card's edge that shows or hides what hangs on that side. */
export interface Edge {
  readonly token: string;
  readonly count: number;
  readonly open: boolean;
}

/** One card of a trace or a route. */
export interface Card {
  readonly id: string;
  readonly kind: 'system' | 'wires' | 'more' | 'end';
  readonly height: number;
  readonly title: string;
  readonly sub: string;
  readonly mark: Kind | null;
  readonly href: string | null;
  readonly wires: readonly Wire[];
  /** How the line from the card before it is drawn. */
  readonly status: Status;
  readonly ahead: readonly Card[];
  readonly behind: readonly Card[];
  readonly out: Edge | null;
  readonly in: Edge | null;
  /** What a press on a `more` card, or on a reference to a card shown elsewhere, does. */
  readonly token: string | null;
  readonly strong: boolean;
}

export const SYSTEM_HEIGHT = 52;
export const MORE_HEIGHT = 34;
const WIRE_HEIGHT = 20;

export function wiresHeight(wires: readonly Wire[], reference: boolean): number {
  return 14 + WIRE_HEIGHT * wires.length + (reference ? 20 : 0);
}

/** The line to a card of several interfaces is drawn as the best of them. */
export function bestStatus(wires: readonly Wire[]): Status {
  const order: readonly Status[] = ['works', 'oneway', 'planned', 'cannot', 'unrecorded'];
  return order.find((status) => wires.some((wire) => wire.status === status)) ?? 'unrecorded';
}

export function card(given: Partial<Card> & Pick<Card, 'id' | 'kind' | 'title'>): Card {
  return {
    height: SYSTEM_HEIGHT,
    sub: '',
    mark: null,
    href: null,
    wires: [],
    status: 'works',
    ahead: [],
    behind: [],
    out: null,
    in: null,
    token: null,
    strong: false,
    ...given,
  };
}
