import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import type { MarketTerms } from './market';
import type { Waiter } from './progress';

const PLANS = graphql(`
  query Plans(
    $capability: ID!
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    consolidation(
      capability: $capability
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      organisations
      unknownOrganisations
      plans {
        product {
          key
          name
        }
        gained
        lost
        unknown
        alsoServed {
          name
        }
        migrated(first: 1) {
          totalCount
        }
        replaced(first: 1) {
          totalCount
        }
        linksToRebuild(first: 1) {
          totalCount
        }
        contractsTouched(first: 1) {
          totalCount
        }
        hhiBefore {
          low
          high
        }
        hhiAfter {
          low
          high
        }
      }
    }
  }
`);

export type Plans = ResultOf<typeof PLANS>['consolidation'];
export type PlanRow = Plans['plans'][number];

/** What would follow if the organisations converged on each product that they use for a purpose. */
export async function askPlans(capability: string, terms: MarketTerms, waiter: Waiter): Promise<Plans> {
  return (await ask(PLANS, { capability, ...terms }, waiter)).consolidation;
}
