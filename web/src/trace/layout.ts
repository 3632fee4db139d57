/** One card of a picture in columns, and the cards that hang on it to the right (`ahead`) and to the left (`behind`). */
export interface Branch {
  readonly id: string;
  readonly height: number;
  readonly ahead?: readonly Branch[];
  readonly behind?: readonly Branch[];
}

/** Where a card stands. Columns left of the first one are negative until `place` moves them. */
export interface Spot {
  readonly column: number;
  readonly top: number;
  readonly height: number;
}

export interface Placed {
  readonly spots: ReadonlyMap<string, Spot>;
  readonly height: number;
  /** First and last column in use, relative to the roots' column 0. */
  readonly columns: readonly [number, number];
}

const GAP = 10;

function extent(branch: Branch, side: 'ahead' | 'behind'): number {
  const children = branch[side] ?? [];
  const inner =
    children.reduce((sum, child) => sum + extent(child, side), 0) + GAP * Math.max(0, children.length - 1);
  return Math.max(branch.height, inner);
}

/**
 * Lay trees out in columns: each card in the middle of what hangs on it, nothing overlapping.
 * Linear in the number of cards times their depth.
 */
export function place(roots: readonly Branch[]): Placed {
  const spots = new Map<string, Spot>();
  let first = 0;
  let last = 0;

  function hang(children: readonly Branch[], side: 'ahead' | 'behind', column: number, middle: number): void {
    const total =
      children.reduce((sum, child) => sum + extent(child, side), 0) + GAP * Math.max(0, children.length - 1);
    let top = middle - total / 2;
    for (const child of children) {
      const space = extent(child, side);
      spots.set(child.id, { column, top: top + (space - child.height) / 2, height: child.height });
      first = Math.min(first, column);
      last = Math.max(last, column);
      const next = child[side];
      if (next?.length) hang(next, side, column + (side === 'ahead' ? 1 : -1), top + space / 2);
      top += space + GAP;
    }
  }

  let top = 0;
  for (const root of roots) {
    const space = Math.max(extent(root, 'ahead'), extent(root, 'behind'));
    spots.set(root.id, { column: 0, top: top + (space - root.height) / 2, height: root.height });
    if (root.ahead?.length) hang(root.ahead, 'ahead', 1, top + space / 2);
    if (root.behind?.length) hang(root.behind, 'behind', -1, top + space / 2);
    top += space + GAP;
  }
  return { spots, height: Math.max(0, top - GAP), columns: [first, last] };
}

/** A curve from the right edge of one card to the left edge of another, as an SVG path. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
