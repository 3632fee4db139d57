import { ask } from './client';
import { CLAIM, CONTRACT, SYSTEM } from './fragments';
import { graphql, type ResultOf } from './graphql';
import type { Dates } from './question';

const SUPPLIER = graphql(
  `
    query Supplier($id: ID!, $asOf: Date, $asKnownAt: Date) {
      supplier(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        key
        name
        group
        aliases
        stub
        evidence
        observedAt
        rivals
        claims {
          ...ClaimParts
        }
        products(first: 500) {
          totalCount
          edges {
            node {
              key
              name
              capabilities {
                name
              }
              evidence
              observedAt
              deployments(first: 1) {
                totalCount
              }
            }
          }
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

export type SupplierData = NonNullable<ResultOf<typeof SUPPLIER>['supplier']>;

export async function askSupplier(id: string, { asOf, asKnownAt }: Dates): Promise<SupplierData | null> {
  return (await ask(SUPPLIER, { id, asOf, asKnownAt })).supplier;
}
