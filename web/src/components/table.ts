import type { Cell } from '../app/csv';

/** A column of a table and of its CSV. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What the column sorts by and what the CSV holds. */
  readonly value: (row: Row) => Cell;
  /** What is shown, where that is not the value. */
  readonly show?: (row: Row) => string;
  readonly href?: (row: Row) => string | undefined;
  /** A code or id that goes with the value: shown small beside it, and a column of its own in the CSV. */
  readonly code?: (row: Row) => string;
  /** What else belongs to the value: a line under it, and a column of its own in the CSV. */
  readonly under?: {
    readonly label: string;
    readonly value: (row: Row) => string;
    readonly show?: (row: Row) => string;
  };
  /** Pixels below which the column is not squeezed. */
  readonly width?: number;
  readonly numeric?: boolean;
  readonly rowHeader?: boolean;
  /** Drawn by the table's `cell` snippet. */
  readonly custom?: boolean;
  readonly fixed?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly down: boolean;
}

const COLLATOR = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' });

/** `-yes` is down by `yes`. Unknown columns sort nothing. */
export function sorting<Row>(text: string | undefined, columns: readonly Column<Row>[]): Sorting | null {
  if (!text) return null;
  const key = text.replace(/^-/, '');
  return columns.some((column) => column.key === key && !column.fixed)
    ? { key, down: text.startsWith('-') }
    : null;
}

/** What the address says after a press on a column's heading: up, then down (numbers: down first), then neither. */
export function pressed<Row>(column: Column<Row>, now: Sorting | null): string | null {
  const steps = column.numeric ? [`-${column.key}`, column.key] : [column.key, `-${column.key}`];
  if (now?.key !== column.key) return steps[0] ?? null;
  const at = steps.indexOf(now.down ? `-${column.key}` : column.key);
  return steps[at + 1] ?? null;
}

/** Rows in order; blanks last whichever the direction, equals as they came. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  by: Sorting | null,
): readonly Row[] {
  const column = by && columns.find((candidate) => candidate.key === by.key);
  if (!by || !column) return rows;
  const blank = (value: Cell) => value === null || value === undefined || value === '';
  const sign = by.down ? -1 : 1;
  return [...rows].sort((first, second) => {
    const [a, b] = [column.value(first), column.value(second)];
    if (blank(a) || blank(b)) return Number(blank(a)) - Number(blank(b));
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * COLLATOR.compare(String(a), String(b));
  });
}

/** The header and rows of a table's CSV: every column shown, codes beside what they are the codes of. */
export function record<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): { header: string[]; rows: Cell[][] } {
  const parts = columns.flatMap((column) => [
    { label: column.label, value: column.value },
    ...(column.code ? [{ label: `${column.label} code`, value: column.code }] : []),
    ...(column.under ? [column.under] : []),
  ]);
  return {
    header: parts.map((part) => part.label),
    rows: rows.map((row) => parts.map((part) => part.value(row))),
  };
}

/** Rows in which every word of `text` occurs in some column. */
export function found<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  text: string,
): readonly Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const all = columns
      .map((column) =>
        `${column.value(row) ?? ''} ${column.show?.(row) ?? ''} ${column.code?.(row) ?? ''} ${column.under?.value(row) ?? ''}`.toLowerCase(),
      )
      .join(' ');
    return words.every((word) => all.includes(word));
  });
}
