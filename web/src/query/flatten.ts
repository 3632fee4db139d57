import type { Cell } from '../app/csv';

/** The largest list of an answer as a table. */
export interface Flat {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
type Thing = { readonly [name: string]: Json };

function isThing(value: Json | undefined): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists of objects in an answer, by where they stand; the wrapping of connections is taken off. */
function* lists(
  value: Json | undefined,
  path: readonly string[],
): Generator<readonly [string, readonly Thing[]]> {
  if (Array.isArray(value)) {
    const things = (value as readonly Json[]).filter(isThing);
    if (things.length > 0 && things.length === value.length) {
      const nodes = things.map((thing) => thing['node']);
      yield [path.join('.'), nodes.every(isThing) ? nodes : things];
    }
    return;
  }
  if (!isThing(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* lists(inner, ['edges', 'nodes'].includes(name) ? path : [...path, name]);
  }
}

function cells(thing: Thing, prefix: string, into: Map<string, Cell>): void {
  for (const [name, value] of Object.entries(thing)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (Array.isArray(value)) into.set(key, value.map(text).join('; '));
    else if (isThing(value)) cells(value, key, into);
    else into.set(key, value as Cell);
  }
}

/** A list's item in one cell: its name or code where it has one. */
function text(value: Json): string {
  if (!isThing(value)) return String(value ?? '');
  const inner = value['node'];
  if (isThing(inner)) return text(inner);
  for (const name of ['name', 'code', 'key', 'id']) {
    const given = value[name];
    if (typeof given === 'string') return given;
  }
  return Object.values(value).map(text).join(' ');
}

/** The longest list of an answer, flattened: objects become columns with dotted names, lists one cell. */
export function tabular(data: Readonly<Record<string, unknown>>): Flat | null {
  let best: readonly [string, readonly Thing[]] | null = null;
  for (const list of lists(data as Thing, [])) if (!best || list[1].length > best[1].length) best = list;
  if (!best) return null;
  const [caption, things] = best;
  const header: string[] = [];
  const maps = things.map((thing) => {
    const row = new Map<string, Cell>();
    cells(thing, '', row);
    for (const key of row.keys()) if (!header.includes(key)) header.push(key);
    return row;
  });
  return { caption, header, rows: maps.map((row) => header.map((key) => row.get(key))) };
}
