import { ask } from './client';
import { graphql, type ResultOf, type VariablesOf } from './graphql';
import type { Question } from './question';
import type { Evidence, Scope } from './scope';

export interface ChangesTerms extends Pick<Question, 'reading'> {
  readonly since: string;
  readonly until: string | null;
  readonly filter: Scope | null;
  readonly minEvidence: Evidence | null;
}

const CHANGES = graphql(`
  query Changes(
    $since: Date!
    $until: Date
    $filter: OrganisationFilter
    $kinds: [RecordKind!]
    $minEvidence: Evidence
  ) {
    changes(
      since: $since
      until: $until
      filter: $filter
      kinds: $kinds
      minEvidence: $minEvidence
      first: 500
    ) {
      totalCount
      summary
      counts {
        kind
        change
        count
      }
      edges {
        node {
          change
          kind
          text
          properties {
            property
            before
            after
          }
          before {
            evidence
            observedAt
          }
          after {
            evidence
            observedAt
          }
        }
      }
    }
  }
`);

export type ChangesData = ResultOf<typeof CHANGES>['changes'];
export type ChangeRow = ChangesData['edges'][number]['node'];
export type RecordKind = NonNullable<VariablesOf<typeof CHANGES>['kinds']>[number];

/** The first 500 records that changed between two days of knowledge, and how many there are of each kind. */
export async function askChanges(kind: RecordKind | null, terms: ChangesTerms): Promise<ChangesData> {
  const { since, until, filter, minEvidence } = terms;
  return (await ask(CHANGES, { kinds: kind ? [kind] : null, since, until, filter, minEvidence })).changes;
}

const VERDICTS = graphql(`
  query VerdictChanges(
    $since: Date!
    $until: Date
    $filter: OrganisationFilter
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    verdictChangesByType(
      since: $since
      until: $until
      filter: $filter
      reading: $reading
      minEvidence: $minEvidence
    ) {
      type {
        code
        name
      }
      unchanged
      counts {
        was
        now
        pairs
      }
    }
  }
`);

export type VerdictRow = ResultOf<typeof VERDICTS>['verdictChangesByType'][number];

export async function askVerdictChanges(terms: ChangesTerms): Promise<readonly VerdictRow[]> {
  return (await ask(VERDICTS, { ...terms })).verdictChangesByType;
}
