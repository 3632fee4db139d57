import { LOOKS, ORDER, type Status } from '../words/status';
import type { Card } from './cards';
import { curve, place, type Placed } from './layout';

/** Least width of a card, and the space between two columns, in pixels. */
export const WIDTH = 186;
export const BETWEEN = 40;
const MOST_WIDTH = 320;
const COLUMN = WIDTH + BETWEEN;

/** The width of a card where so many columns have so much space: names are cut only where there is none left. */
export function widthIn(space: number, columns: number): number {
  return Math.round(Math.min(MOST_WIDTH, Math.max(WIDTH, (space + BETWEEN) / columns - BETWEEN)));
}

/** All cards, each before what hangs on it, so that reading order follows the lines. */
export function walk(cards: readonly Card[]): readonly Card[] {
  return cards.flatMap((card) => [card, ...walk(card.behind), ...walk(card.ahead)]);
}

export interface Line {
  readonly id: string;
  readonly path: string;
  readonly status: Status;
}

/** The lines of a picture whose cards have a width, each from left to right as the payload goes. */
export function lines(roots: readonly Card[], placed: Placed, width = WIDTH): readonly Line[] {
  const column = width + BETWEEN;
  const found: Line[] = [];
  const [first] = placed.columns;

  function follow(card: Card): void {
    for (const side of ['ahead', 'behind'] as const) {
      for (const next of card[side]) {
        const [left, right] = side === 'ahead' ? [card, next] : [next, card];
        const [a, b] = [placed.spots.get(left.id), placed.spots.get(right.id)];
        if (a && b) {
          found.push({
            id: `${left.id} → ${right.id}`,
            path: curve(
              (a.column - first) * column + width,
              a.top + a.height / 2,
              (b.column - first) * column,
              b.top + b.height / 2,
            ),
            status: next.status,
          });
        }
        follow(next);
      }
    }
  }
  roots.forEach(follow);
  return found;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** The picture as one SVG file, with a title line and a legend; text that does not fit is cut. */
export function svg(roots: readonly Card[], title: string, foot: string): string {
  const placed = place(roots);
  const [first, last] = placed.columns;
  const [margin, top] = [24, 64];
  const width = Math.max(760, (last - first) * COLUMN + WIDTH + 2 * margin);
  const height = placed.height + top + 72;
  const parts: string[] = [];
  for (const line of lines(roots, placed)) {
    const look = LOOKS[line.status];
    const colour = line.status === 'unrecorded' ? '#8a979f' : look.colour;
    parts.push(
      `<path d="${line.path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${look.dash}"/>`,
    );
  }
  for (const card of walk(roots)) {
    const spot = placed.spots.get(card.id);
    if (!spot) continue;
    const x = (spot.column - first) * COLUMN;
    const y = spot.top;
    const fill = card.kind === 'wires' ? '#f5fbfa' : '#fff';
    parts.push(
      `<rect x="${x}" y="${y}" width="${WIDTH}" height="${spot.height}" rx="6" fill="${fill}" stroke="${card.strong ? '#212b32' : '#aeb7bd'}" stroke-width="${card.strong ? 2 : 1}"/>`,
    );
    if (card.kind === 'wires') {
      card.wires.forEach((wire, index) => {
        const line = y + 22 + index * 20;
        parts.push(
          `<rect x="${x + 10}" y="${line - 11}" width="12" height="12" rx="3" fill="${LOOKS[wire.status].colour}"/>`,
          `<text x="${x + 28}" y="${line}">${escape(cut([wire.exchange, wire.format].filter(Boolean).join(' · '), 26))}</text>`,
        );
      });
      if (card.title)
        parts.push(
          `<text x="${x + 10}" y="${y + spot.height - 8}" fill="#4c6272">${escape(cut(`with ${card.title}`, 28))}</text>`,
        );
    } else {
      parts.push(
        `<text x="${x + 10}" y="${y + 22}" font-weight="600">${escape(cut(card.title, 26))}</text>`,
        `<text x="${x + 10}" y="${y + 40}" fill="#4c6272">${escape(cut(card.sub, 29))}</text>`,
      );
    }
  }
  const legend = ORDER.filter((status) => status !== 'outside').map((status, index) => {
    const x = margin + index * 132;
    const y = height - 40;
    const look = LOOKS[status];
    const colour = status === 'unrecorded' ? '#8a979f' : look.colour;
    return `<path d="M${x} ${y}h28" stroke="${colour}" stroke-width="2" stroke-dasharray="${look.dash}"/><text x="${x + 34}" y="${y + 4}">${look.word}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, sans-serif" font-size="12" fill="#212b32">`,
    `<title>${escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${margin}" y="36" font-size="18" font-weight="700">${escape(title)}</text>`,
    `<g transform="translate(${margin} ${top})">${parts.join('')}</g>`,
    legend.join(''),
    `<text x="${margin}" y="${height - 14}" fill="#4c6272">${escape(foot)}</text></svg>`,
  ].join('\n');
}
