import type { Column } from './table';

/** A claim as far as its source goes. */
export interface Sourced {
  readonly source: string;
  readonly sourceTitle: string | null;
  readonly sourceUrl: string | null;
  readonly rival: boolean;
}

export interface SourcePage {
  readonly title: string;
  /** Null where the source gives no address that can be opened. */
  readonly url: string | null;
}

/** The pages that some claims come from, each once, those that stand before their rivals. */
export function pages(claims: readonly Sourced[]): readonly SourcePage[] {
  const found = new Map<string, SourcePage>();
  for (const claim of [...claims].sort((a, b) => Number(a.rival) - Number(b.rival))) {
    const title = claim.sourceTitle ?? claim.source;
    const url = /^https?:\/\//.test(claim.sourceUrl ?? '') ? claim.sourceUrl : null;
    const known = found.get(title);
    if (!known || (known.url === null && url !== null)) found.set(title, { title, url });
  }
  return [...found.values()];
}

/** The column that names where a fact comes from; drawn by the table's `cell`. */
export function sourceColumn<Row extends { readonly claims: readonly Sourced[] | null }>(): Column<Row> {
  return {
    key: 'source',
    label: 'Source',
    value: (row) =>
      row.claims
        ? pages(row.claims)
            .map((page) => page.title)
            .join('; ')
        : 'not shown: the store is away',
    custom: true,
    width: 190,
  };
}
