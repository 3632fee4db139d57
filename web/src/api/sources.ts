import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { everything } from './paging';
import type { Dates } from './question';

const SOURCES = graphql(`
  query Sources($first: Int!, $after: String) {
    sources(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          key
          name
          title
          publisher
          location
          url
          licence
          attribution
          format
          fictional
          edition
          claims
          lastRun
        }
      }
    }
  }
`);

export type SourceRow = ResultOf<typeof SOURCES>['sources']['edges'][number]['node'];

export async function askSources(): Promise<readonly SourceRow[]> {
  return (await everything(SOURCES, {}, (data) => data.sources)).items;
}

const RECORD = graphql(`
  query Record($asOf: Date) {
    about(asOf: $asOf) {
      version
      revision
      counts {
        organisations
        openOrganisations
        openTrusts
        suppliers
        products
        deployments
        deploymentsInForce
        ports
        portsInForce
        links
        linksInForce
        coverage
        contracts
        stubs
      }
      basis {
        facts
        undated
        oldest
        newest
        byEvidence {
          evidence
          count
        }
      }
      stubs(first: 100) {
        totalCount
        edges {
          node {
            kind
            key
          }
        }
      }
    }
    runs(first: 50) {
      totalCount
      edges {
        node {
          key
          source
          action
          recordedAt
          revision
          edition
          partial
          added
          changed
          retracted
          unchanged
          skipped
        }
      }
    }
  }
`);

export type RecordData = ResultOf<typeof RECORD>;
export type RunRow = NonNullable<RecordData['runs']>['edges'][number]['node'];

/** What the store holds, how old it is, and what was imported when. */
export function askRecord({ asOf }: Dates): Promise<RecordData> {
  return ask(RECORD, { asOf });
}
