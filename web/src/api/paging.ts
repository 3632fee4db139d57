import { ask } from './client';
import type { TadaDocumentNode } from './graphql';

/** A page of a list, as every list that can grow is given. */
export interface Connection<Node> {
  readonly totalCount?: number;
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

export function nodes<Node>(connection: Connection<Node> | null | undefined): readonly Node[] {
  return connection?.edges.map((edge) => edge.node) ?? [];
}

/** The most that one page may hold. */
export const PAGE = 500;

/** All pages of a list, one after the other, up to `most` items; `total` tells how many there are. */
export async function everything<Data, Variables extends { first: number; after?: string | null }, Node>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  connection: (data: Data) => Connection<Node> | null | undefined,
  most = 20_000,
): Promise<{ readonly items: readonly Node[]; readonly total: number }> {
  const items: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const asked: Variables = { ...variables, first: PAGE, after } as unknown as Variables;
    const page = connection(await ask<Data, Variables>(document, asked));
    if (!page) return { items, total: items.length };
    items.push(...nodes(page));
    after = page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
    if (after === null || items.length >= most) return { items, total: page.totalCount ?? items.length };
  }
}
