import { wanted } from '../app/finding';
import type { Kind } from '../components/Mark.svelte';
import { systemName } from '../words/systems';
import { organisationWords } from '../words/organisations';
import { sentence } from '../words/en';
import { ask } from './client';
import { graphql, type ResultOf, type VariablesOf } from './graphql';
import { nodes } from './paging';

const SEARCH = graphql(`
  query Search($text: String!, $kinds: [Kind!], $first: Int!, $asOf: Date) {
    search(text: $text, kinds: $kinds, first: $first, asOf: $asOf) {
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
            open
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
            nationalService {
              code
            }
          }
        }
      }
    }
  }
`);

type Found = ResultOf<typeof SEARCH>['search']['edges'][number]['node'];
type Wanted = NonNullable<VariablesOf<typeof SEARCH>['kinds']>[number];

/** Organisations that cover an area are drawn as rings, those that care for patients as circles. */
const AREAS = ['ICB', 'SUB_ICB', 'NHSE_REGION'];

/** One thing found. `view` is the first word of its page's address. */
export interface Hit {
  readonly view: 'organisation' | 'system' | 'product' | 'supplier';
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly mark: Kind;
}

function hit(found: Found): Hit {
  switch (found.__typename) {
    case 'Organisation': {
      const type = sentence(organisationWords(found.type?.code ?? '')[0]);
      const detail = `${type} ${found.key}${found.open ? '' : ', closed'}`;
      const mark = AREAS.includes(found.type?.code ?? '') ? 'icb' : 'trust';
      return { view: 'organisation', key: found.key, name: found.name, detail, mark };
    }
    case 'Supplier':
      return { view: 'supplier', key: found.key, name: found.name, detail: 'Supplier', mark: 'supplier' };
    case 'Product':
      return {
        view: 'product',
        key: found.key,
        name: found.name,
        detail: found.supplier ? `Product of ${found.supplier.name}` : 'Product',
        mark: 'product',
      };
    case 'Deployment':
      return {
        view: 'system',
        key: found.key,
        name: systemName(found),
        detail: `System in use at ${found.organisations.map((one) => one.name).join(', ')}`,
        mark: found.nationalService ? 'service' : 'system',
      };
  }
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/** What the typed text finds, best first. `kind` limits it where the text has no prefix of its own. */
export async function search(typed: string, first: number, kind: string | null = null): Promise<Hits> {
  const { text, kind: prefixed } = wanted(typed);
  const only = (prefixed ?? kind) as Wanted | null;
  if (!text) return { hits: [], total: 0 };
  const data = await ask(SEARCH, { text, kinds: only ? [only] : null, first, asOf: null });
  return { hits: nodes(data.search).map(hit), total: data.search.totalCount };
}
