import { ask } from './client';

/** A page of a list, as every list that can grow is given. */
export interface Connection<Node> {
  readonly totalCount?: number | null;
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

export function nodes<Node>(connection: Connection<Node> | null | undefined): readonly Node[] {
  return connection?.edges.map((edge) => edge.node) ?? [];
}

/** All pages of a list, one after the other, up to `most` items; `total` tells how many there are. */
export async function everything<Data, Node>(
  document: string,
  variables: Readonly<Record<string, unknown>>,
  connection: (data: Data) => Connection<Node>,
  most = 20_000,
): Promise<{ readonly items: readonly Node[]; readonly total: number }> {
  const items: Node[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Connection<Node> = connection(await ask<Data>({ document, variables: { ...variables, first: 500, after } }));
    items.push(...nodes(page));
    after = page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null;
    if (after === null || items.length >= most) return { items, total: page.totalCount ?? items.length };
  }
}
