/** Kinds of things that a search may be limited to, by the prefixes that readers type. */
export const PREFIXES: Readonly<Record<string, string>> = {
  organisation: 'ORGANISATION',
  org: 'ORGANISATION',
  trust: 'ORGANISATION',
  system: 'DEPLOYMENT',
  deployment: 'DEPLOYMENT',
  product: 'PRODUCT',
  supplier: 'SUPPLIER',
};

export interface Wanted {
  readonly text: string;
  /** Null: any kind. */
  readonly kind: string | null;
}

/** `product: arden` looks for products only. A prefix that is none stays part of the text, as in `service:E_RS`. */
export function wanted(typed: string): Wanted {
  const match = /^\s*([a-z]+)\s*:\s*(.*)$/is.exec(typed);
  const kind = match && PREFIXES[(match[1] ?? '').toLowerCase()];
  if (match && kind) return { text: (match[2] ?? '').trim(), kind };
  return { text: typed.trim(), kind: null };
}
