import { statusOf, type Reason, type Status, type Verdict } from '../words/status';

/** What one cell of the packed matrix may say. */
export interface Meaning {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** The matrix as the server packs it: one byte per ordered pair, sender by sender. */
export interface Packed {
  readonly senders: readonly string[];
  readonly receivers: readonly string[];
  readonly meanings: readonly Meaning[];
  readonly cells: Uint8Array;
}

export class MatrixBroken extends Error {}

export function unbase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** The verdicts of all ordered pairs, by place of sender and receiver. */
export class Cells {
  readonly rows: number;
  readonly columns: number;
  readonly #statuses: readonly (Status | null)[];

  constructor(readonly packed: Packed) {
    this.rows = packed.senders.length;
    this.columns = packed.receivers.length;
    if (packed.cells.length !== this.rows * this.columns) {
      throw new MatrixBroken(
        `The matrix has ${packed.cells.length} cells for ${this.rows} by ${this.columns} organisations.`,
      );
    }
    const rowOf = new Map(packed.senders.map((code, index) => [code, index]));
    const columnOf = new Map(packed.receivers.map((code, index) => [code, index]));
    const statuses: (Status | null)[] = new Array<Status | null>(packed.cells.length).fill(null);
    for (let row = 0; row < this.rows; row += 1) {
      // The other direction is known where sender and receiver stand on both axes.
      const backColumn = columnOf.get(packed.senders[row] ?? '');
      for (let column = 0; column < this.columns; column += 1) {
        const meaning = this.meaning(row, column);
        if (!meaning) continue;
        const backRow = rowOf.get(packed.receivers[column] ?? '');
        const back =
          meaning.verdict === 'YES' && backRow !== undefined && backColumn !== undefined
            ? this.meaning(backRow, backColumn)?.verdict
            : undefined;
        statuses[row * this.columns + column] = statusOf(meaning.verdict, meaning.reasons, back);
      }
    }
    this.#statuses = statuses;
  }

  /** Null on the diagonal: an organisation is no pair with itself. */
  meaning(row: number, column: number): Meaning | null {
    if (this.packed.senders[row] === this.packed.receivers[column]) return null;
    const code = this.packed.cells[row * this.columns + column];
    return code === undefined ? null : (this.packed.meanings[code] ?? null);
  }

  status(row: number, column: number): Status | null {
    return this.#statuses[row * this.columns + column] ?? null;
  }

  /** Ordered pairs by status. */
  counts(): Readonly<Record<Status, number>> {
    const counts = { works: 0, oneway: 0, planned: 0, cannot: 0, unrecorded: 0, outside: 0 };
    for (const status of this.#statuses) if (status) counts[status] += 1;
    return counts;
  }

  /** For each sender, the pairs that are known not to work, then, weighing less, those not recorded. */
  gaps(side: 'rows' | 'columns'): number[] {
    const gaps = new Array<number>(side === 'rows' ? this.rows : this.columns).fill(0);
    for (let row = 0; row < this.rows; row += 1) {
      for (let column = 0; column < this.columns; column += 1) {
        const status = this.status(row, column);
        const at = side === 'rows' ? row : column;
        if (status === 'cannot' || status === 'planned')
          gaps[at] = (gaps[at] ?? 0) + this.rows + this.columns;
        else if (status === 'unrecorded') gaps[at] = (gaps[at] ?? 0) + 1;
      }
    }
    return gaps;
  }
}
