import { ask } from './client';
import { CLAIM, CONTRACT, SYSTEM } from './fragments';
import { graphql, type ResultOf } from './graphql';
import type { Dates } from './question';

const PRODUCT = graphql(
  `
    query Product($id: ID!, $asOf: Date, $asKnownAt: Date) {
      product(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        key
        name
        supplier {
          key
          name
          group
        }
        capabilities {
          code
          name
        }
        standards {
          code
          name
          text
        }
        aliases
        stub
        evidence
        observedAt
        rivals
        claims {
          ...ClaimParts
        }
        deployments(standing: null, first: 500) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        contracts(standing: null, first: 200) {
          totalCount
          edges {
            node {
              ...ContractParts
            }
          }
        }
      }
    }
  `,
  [CLAIM, SYSTEM, CONTRACT],
);

export type ProductData = NonNullable<ResultOf<typeof PRODUCT>['product']>;

export async function askProduct(id: string, { asOf, asKnownAt }: Dates): Promise<ProductData | null> {
  return (await ask(PRODUCT, { id, asOf, asKnownAt })).product;
}
