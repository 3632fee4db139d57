import { ask } from './client';
import { graphql, type ResultOf, type VariablesOf } from './graphql';
import { everything } from './paging';
import type { Question } from './question';
import type { Evidence, Scope } from './scope';

/** What a question of the market is asked under. */
export interface MarketTerms extends Question {
  readonly filter: Scope | null;
  readonly minEvidence: Evidence | null;
}

const MARKETS = graphql(`
  query Markets(
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    markets(
      filter: $filter
      first: 100
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      edges {
        node {
          capability {
            code
            name
          }
          organisations
          unknownOrganisations
          instances
          shares {
            supplier {
              key
              name
            }
            group
            share
          }
          hhi {
            low
            high
            band
          }
        }
      }
    }
  }
`);

export type MarketRow = ResultOf<typeof MARKETS>['markets']['edges'][number]['node'];

export async function askMarkets(terms: MarketTerms): Promise<readonly MarketRow[]> {
  return (await ask(MARKETS, { ...terms })).markets.edges.map((edge) => edge.node);
}

const MARKET = graphql(`
  query Market(
    $capability: ID!
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    market(
      capability: $capability
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      capability {
        code
        name
      }
      organisations
      unknownOrganisations
      without
      instances
      planned
      summary
      notes
      hhi {
        low
        high
        band
      }
      cr1 {
        low
        high
      }
      cr4 {
        low
        high
      }
      shares {
        supplier {
          key
          name
        }
        group
        suppliers {
          supplier {
            name
          }
        }
        organisations
        share
      }
      basis {
        facts
        undated
        oldest
        newest
      }
      byOrganisation(first: 500) {
        totalCount
        edges {
          node {
            organisation {
              code
              name
            }
            holding
            contract
            deployments {
              key
              evidence
              observedAt
              product {
                name
                supplier {
                  name
                }
              }
            }
          }
        }
      }
    }
  }
`);

export type MarketData = ResultOf<typeof MARKET>['market'];
export type ShareRow = MarketData['shares'][number];
export type HolderRow = MarketData['byOrganisation']['edges'][number]['node'];

export async function askMarket(capability: string, terms: MarketTerms): Promise<MarketData> {
  return (await ask(MARKET, { capability, ...terms })).market;
}

const TIMELINE = graphql(`
  query ContractsEnding(
    $months: Int!
    $buckets: [ContractBucket!]
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    contractTimeline(
      months: $months
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      total
      buyers
      organisations
      buckets {
        bucket
        contracts
        valueGbp
        valueNotStated
        stillInUse
        outOfContract
      }
      contracts(buckets: $buckets, first: 500) {
        totalCount
        edges {
          node {
            bucket
            contract {
              buyer {
                code
                name
              }
              supplier {
                key
                name
              }
              product {
                key
                name
              }
              capability {
                name
              }
              valueGbp
              validity {
                to
              }
              evidence
              observedAt
            }
            dependents {
              key
              product {
                name
              }
            }
            links
            organisationsBeyond
            outOfContract
          }
        }
      }
    }
  }
`);

export type Bucket = NonNullable<VariablesOf<typeof TIMELINE>['buckets']>[number];
export type TimelineData = ResultOf<typeof TIMELINE>['contractTimeline'];
export type EndingRow = TimelineData['contracts']['edges'][number]['node'];

/** Contracts that end within so many months, or those of one stretch of time. */
export async function askTimeline(
  months: number,
  bucket: Bucket | null,
  { filter, asOf, asKnownAt, minEvidence }: MarketTerms,
): Promise<TimelineData> {
  const buckets = bucket ? [bucket] : null;
  return (await ask(TIMELINE, { months, buckets, filter, asOf, asKnownAt, minEvidence })).contractTimeline;
}

const DUPLICATES = graphql(`
  query Duplicates(
    $capability: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
    $first: Int!
    $after: String
  ) {
    duplicates(
      capability: $capability
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
      first: $first
      after: $after
    ) {
      totalCount
      organisations
      completeRecords
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          place
          organisation {
            code
            name
          }
          icb {
            code
            name
          }
          capability {
            code
            name
          }
          deployments {
            key
            product {
              name
            }
          }
          products {
            key
            name
          }
        }
      }
    }
  }
`);

export type DuplicateRow = ResultOf<typeof DUPLICATES>['duplicates']['edges'][number]['node'];

export interface Duplicates {
  readonly rows: readonly DuplicateRow[];
  readonly organisations: number;
  readonly completeRecords: number;
}

export async function askDuplicates(capability: string | null, terms: MarketTerms): Promise<Duplicates> {
  let known = { organisations: 0, completeRecords: 0 };
  const { items } = await everything(DUPLICATES, { capability, ...terms }, (data) => {
    known = data.duplicates;
    return data.duplicates;
  });
  return { rows: items, organisations: known.organisations, completeRecords: known.completeRecords };
}
