/** What may fail, by the kind that the schema gives it. */
export const SUBJECTS: Readonly<Record<string, { readonly one: string; readonly several: string }>> = {
  DEPLOYMENT: { one: 'Hub', several: 'Hubs' },
  PRODUCT: { one: 'Product', several: 'Products' },
  SUPPLIER: { one: 'Supplier', several: 'Suppliers' },
  HOST: { one: 'Host', several: 'Hosts' },
  ORGANISATION: { one: 'Organisation', several: 'Organisations' },
  LINK: { one: 'Interface', several: 'Interfaces' },
};

/** Prefixes by which questions tell ids of one kind from those of another, by the page that shows the kind. */
const PREFIXES: Readonly<Record<string, string>> = { system: 'deployment' };
const PAGES: Readonly<Record<string, string>> = {
  deployment: 'system',
  product: 'product',
  supplier: 'supplier',
  organisation: 'organisation',
};

/** The id of what a search found, with its kind before it, as questions take it. */
export function subjectId(hit: { readonly view: string; readonly key: string }): string {
  return `${PREFIXES[hit.view] ?? hit.view}:${hit.key}`;
}

/** The path of the page about what an id names; null for a host or a group of suppliers, which have none. */
export function subjectPage(id: string): readonly string[] | null {
  const at = id.indexOf(':');
  const page = PAGES[id.slice(0, at)];
  return page ? [page, id.slice(at + 1)] : null;
}

/** The name of what an id names, without the id that the server puts behind it in brackets. */
export function subjectName(subject: { readonly id: string; readonly name: string }): string {
  const key = subject.id.slice(subject.id.indexOf(':') + 1);
  const behind = ` (${key})`;
  return subject.name.endsWith(behind) ? subject.name.slice(0, -behind.length) : subject.name;
}
