import { wanted } from '../app/finding';
import { organisationWords } from '../words/exchanges';
import { sentence } from '../words/en';
import { ask } from './client';
import { nodes, type Connection } from './paging';

const SEARCH = /* GraphQL */ `
  query Search($text: String!, $kinds: [Kind!], $first: Int) {
    search(text: $text, kinds: $kinds, first: $first) {
      totalCount
      edges {
        node {
          __typename
          ... on Organisation {
            key
            name
            type {
              code
            }
            closed
          }
          ... on Supplier {
            key
            name
          }
          ... on Product {
            key
            name
            supplier {
              name
            }
          }
          ... on Deployment {
            key
            product {
              name
            }
            organisations {
              name
            }
          }
        }
      }
    }
  }
`;

/** One thing found. `view` is the first word of its page's address. */
export interface Hit {
  readonly view: 'organisation' | 'system' | 'product' | 'supplier';
  readonly key: string;
  readonly name: string;
  readonly detail: string;
}

interface Found {
  readonly __typename: string;
  readonly key: string;
  readonly name?: string;
  readonly type?: { readonly code: string };
  readonly closed?: string | null;
  readonly supplier?: { readonly name: string } | null;
  readonly product?: { readonly name: string };
  readonly organisations?: readonly { readonly name: string }[];
}

function hit(found: Found): Hit | null {
  const name = found.name ?? found.key;
  switch (found.__typename) {
    case 'Organisation': {
      const type = sentence(organisationWords(found.type?.code ?? '')[0]);
      return { view: 'organisation', key: found.key, name, detail: `${type} ${found.key}${found.closed ? ', closed' : ''}` };
    }
    case 'Supplier':
      return { view: 'supplier', key: found.key, name, detail: 'Supplier' };
    case 'Product':
      return { view: 'product', key: found.key, name, detail: `Product${found.supplier ? ` of ${found.supplier.name}` : ''}` };
    case 'Deployment':
      return {
        view: 'system',
        key: found.key,
        name: found.product?.name ?? found.key,
        detail: `System in use at ${(found.organisations ?? []).map((one) => one.name).join(', ')}`,
      };
    default:
      return null;
  }
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/** What the typed text finds, best first. `kind` limits it where the text has no prefix of its own. */
export async function search(typed: string, first: number, kind: string | null = null): Promise<Hits> {
  const { text, kind: prefixed } = wanted(typed);
  const only = prefixed ?? kind;
  if (!text) return { hits: [], total: 0 };
  const data = await ask<{ readonly search: Connection<Found> }>({
    document: SEARCH,
    variables: { text, kinds: only ? [only] : null, first },
  });
  const hits = nodes(data.search).flatMap((found) => hit(found) ?? []);
  return { hits, total: data.search.totalCount ?? hits.length };
}
