import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { nodes } from './paging';
import type { Dates } from './question';
import type { Evidence, Scope } from './scope';

export interface CoverageTerms extends Dates {
  readonly filter: Scope | null;
  readonly minEvidence: Evidence | null;
}

const COVERAGE = graphql(`
  query Coverage($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence) {
    coverage(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
      summary
      organisations
      byExchange {
        type {
          code
          name
        }
        organisations
        complete
        partial
        none
        unstated
        senders
        receivers
      }
      byOrganisation(first: 500) {
        totalCount
        edges {
          node {
            organisation {
              code
              name
            }
            complete
            partial
            none
            unstated
            sends
            takes
          }
        }
      }
      oldBefore
      age {
        facts
        old
        undated
        oldest
        newest
      }
      slipped(first: 200) {
        totalCount
        edges {
          node {
            due
            daysOverdue
            record {
              text
            }
          }
        }
      }
      stranded(first: 200) {
        totalCount
        edges {
          node {
            text
            deployment {
              key
              product {
                name
              }
            }
            closed {
              name
            }
            successors {
              code
              name
            }
          }
        }
      }
      conflicts(first: 1) {
        totalCount
      }
    }
  }
`);

export type CoverageData = ResultOf<typeof COVERAGE>['coverage'];
export type ExchangeRow = CoverageData['byExchange'][number];
export type OrganisationRow = CoverageData['byOrganisation']['edges'][number]['node'];
export type SlippedRow = CoverageData['slipped']['edges'][number]['node'];
export type StrandedRow = CoverageData['stranded']['edges'][number]['node'];

export async function askCoverage(terms: CoverageTerms): Promise<CoverageData> {
  return (await ask(COVERAGE, { ...terms })).coverage;
}

const ASKS = graphql(`
  query Asks($type: ID, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence) {
    asks(
      type: $type
      filter: $filter
      first: 200
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      totalCount
      edges {
        node {
          organisation {
            code
            name
          }
          type {
            code
            name
          }
          text
          pairs
          settled
        }
      }
    }
  }
`);

export type AskRow = ResultOf<typeof ASKS>['asks']['edges'][number]['node'];

export interface Asks {
  readonly rows: readonly AskRow[];
  readonly total: number;
}

/** The two hundred questions to ask that would settle most. */
export async function askAsks(type: string | null, terms: CoverageTerms): Promise<Asks> {
  const { asks } = await ask(ASKS, { type, ...terms });
  return { rows: nodes(asks), total: asks.totalCount };
}
