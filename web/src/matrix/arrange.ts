/** How the matrix may be ordered, in the order of the control. */
export const ORDERS = ['name', 'system', 'icb', 'region', 'gaps'] as const;
export type Order = (typeof ORDERS)[number];

/** One organisation on an axis of the matrix. */
export interface Member {
  readonly code: string;
  readonly name: string;
  readonly icb: string;
  readonly region: string;
  /** Names of the record systems in use, as one text; empty where none is recorded. */
  readonly system: string;
}

export interface Block {
  readonly label: string;
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** An axis as drawn: at place i stands member `at[i]`; `blocks` divide it (none when ordered by name or gaps). */
export interface Axis {
  readonly at: readonly number[];
  readonly blocks: readonly Block[];
}

export const NO_GROUP: Readonly<Record<string, string>> = {
  system: 'Record system not recorded',
  icb: 'ICB not recorded',
  region: 'Region not recorded',
};

const COLLATOR = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' });

/**
 * Put members in order. Groups come largest first (what is not recorded last), members within them by name.
 * `gaps[i]` counts what member i cannot exchange; most first.
 */
export function arrange(members: readonly Member[], order: Order, gaps: readonly number[] = []): Axis {
  const byName = (a: number, b: number) => {
    const [first, second] = [members[a], members[b]];
    return (
      COLLATOR.compare(first?.name ?? '', second?.name ?? '') ||
      COLLATOR.compare(first?.code ?? '', second?.code ?? '')
    );
  };
  const all = members.map((_, index) => index);
  if (order === 'name') return { at: all.sort(byName), blocks: [] };
  if (order === 'gaps')
    return { at: all.sort((a, b) => (gaps[b] ?? 0) - (gaps[a] ?? 0) || byName(a, b)), blocks: [] };

  const groups = new Map<string, number[]>();
  for (const index of all) {
    const label = members[index]?.[order] ?? '';
    const group = groups.get(label);
    if (group) group.push(index);
    else groups.set(label, [index]);
  }
  const ordered = [...groups].sort(
    ([a, first], [b, second]) =>
      Number(a === '') - Number(b === '') || second.length - first.length || COLLATOR.compare(a, b),
  );
  const at: number[] = [];
  const blocks: Block[] = [];
  for (const [label, indices] of ordered) {
    const from = at.length;
    at.push(...indices.sort(byName));
    blocks.push({ label: label || (NO_GROUP[order] ?? ''), from, to: at.length });
  }
  return { at, blocks };
}
