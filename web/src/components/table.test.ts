import { describe, expect, it } from 'vitest';
import { found, pressed, record, sorted, sorting, type Column } from './table';

interface Row {
  name: string;
  n: number | null;
}

const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', value: (row) => row.name },
  { key: 'n', label: 'Number', value: (row) => row.n, numeric: true },
];
const rows: Row[] = [
  { name: 'SA10', n: 2 },
  { name: 'SA2', n: null },
  { name: 'sa1', n: 10 },
];

describe('tables', () => {
  it('sorts codes as people do, and numbers as numbers', () => {
    expect(sorted(rows, columns, { key: 'name', down: false }).map((row) => row.name)).toEqual([
      'sa1',
      'SA2',
      'SA10',
    ]);
    expect(sorted(rows, columns, { key: 'n', down: false }).map((row) => row.n)).toEqual([2, 10, null]);
  });

  it('keeps blanks last in both directions', () => {
    expect(sorted(rows, columns, { key: 'n', down: true }).map((row) => row.n)).toEqual([10, 2, null]);
  });

  it('leaves the order alone when nothing, or an unknown column, is asked for', () => {
    expect(sorted(rows, columns, null)).toBe(rows);
    expect(sorting('-nope', columns)).toBeNull();
    expect(sorting('-n', columns)).toEqual({ key: 'n', down: true });
  });

  it('goes through both directions and back to none', () => {
    const [name, n] = columns as [Column<Row>, Column<Row>];
    expect(pressed(name, null)).toBe('name');
    expect(pressed(name, { key: 'name', down: false })).toBe('-name');
    expect(pressed(name, { key: 'name', down: true })).toBeNull();
    expect(pressed(n, { key: 'name', down: true })).toBe('-n');
    expect(pressed(n, { key: 'n', down: true })).toBe('n');
  });

  it('puts codes beside what they are the codes of', () => {
    const coded: Column<Row>[] = [
      { key: 'n', label: 'Count', value: (row) => row.n, code: (row) => row.name },
    ];
    expect(record(rows.slice(0, 1), coded)).toEqual({ header: ['Count', 'Count code'], rows: [[2, 'SA10']] });
  });

  it('finds rows by all the words given', () => {
    expect(found(rows, columns, 'SA1')).toHaveLength(2);
    expect(found(rows, columns, 'sa1 10').map((row) => row.name)).toEqual(['SA10', 'sa1']);
    expect(found(rows, columns, 'zz')).toEqual([]);
    expect(found(rows, columns, ' ')).toBe(rows);
  });
});
