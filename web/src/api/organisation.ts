import { ask } from './client';
import { CLAIM, CONTRACT, SYSTEM } from './fragments';
import { graphql, type ResultOf } from './graphql';
import type { Dates } from './question';

const ORGANISATION = graphql(
  `
    query Organisation($code: ID!, $asOf: Date, $asKnownAt: Date) {
      organisation(code: $code, asOf: $asOf, asKnownAt: $asKnownAt) {
        code
        name
        type {
          code
          name
        }
        settings {
          name
        }
        icb {
          code
          name
        }
        region {
          code
          name
        }
        opened
        closed
        open
        postcode
        aliases
        predecessors {
          code
          name
          closed
        }
        successors {
          code
          name
          closed
        }
        currentSuccessors {
          code
          name
        }
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
        stranded(first: 100) {
          totalCount
          edges {
            node {
              ...SystemParts
            }
          }
        }
        contracts(standing: null, first: 100) {
          totalCount
          edges {
            node {
              ...ContractParts
            }
          }
        }
        coverage {
          id
          exchange {
            code
            name
          }
          level
          asOf
          evidence
          observedAt
        }
      }
    }
  `,
  [CLAIM, SYSTEM, CONTRACT],
);

export type OrganisationData = NonNullable<ResultOf<typeof ORGANISATION>['organisation']>;

export async function askOrganisation(
  code: string,
  { asOf, asKnownAt }: Dates,
): Promise<OrganisationData | null> {
  return (await ask(ORGANISATION, { code, asOf, asKnownAt })).organisation;
}
