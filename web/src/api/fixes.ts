import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import type { Question } from './question';
import type { Evidence, Scope } from './scope';
import type { FixKind } from '../words/fixes';
import type { Waiter } from './progress';

export interface FixTerms extends Question {
  readonly type: string;
  readonly filter: Scope | null;
  /** Those that receive, where they are others than those that send. */
  readonly receivers: Scope | null;
  readonly minEvidence: Evidence | null;
}

const STANDING = graphql(`
  query FixStanding(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    exchange(
      type: $type
      filter: $filter
      receivers: $receivers
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      senders
      receivers
      counts {
        yes
        no
        unknown
        notApplicable
      }
    }
  }
`);

export type Standing = ResultOf<typeof STANDING>['exchange'];

/** How things stand, which is told at once: what there is to mend. */
export async function askStanding(terms: FixTerms): Promise<Standing> {
  return (await ask(STANDING, { ...terms })).exchange;
}

const FIXES = graphql(`
  query Fixes(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
    $kinds: [FixKind!]
    $first: Int!
  ) {
    exchange(
      type: $type
      filter: $filter
      receivers: $receivers
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      fixes(kinds: $kinds, first: $first) {
        kind
        text
        change
        pairs
        fromNo
        fromUnknown
      }
    }
  }
`);

export type FixRow = ResultOf<typeof FIXES>['exchange']['fixes'][number];

/** The single changes that gain most, by the pairs of each alone. On a national map the first who asks waits long. */
export async function askFixes(
  terms: FixTerms,
  kind: FixKind | null,
  first: number,
  waiter: Waiter,
): Promise<readonly FixRow[]> {
  return (await ask(FIXES, { ...terms, kinds: kind && [kind], first }, waiter)).exchange.fixes;
}

const SMALLEST_SET = graphql(`
  query SmallestSet(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $minEvidence: Evidence
  ) {
    exchange(
      type: $type
      filter: $filter
      receivers: $receivers
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
      minEvidence: $minEvidence
    ) {
      smallestSet {
        changes {
          kind
          text
          pairs
        }
        scenario
        atLeast
        method
        stopped
        complete
        pairs
        fromNo
        fromUnknown
        counts {
          no
          unknown
        }
        remaining(first: 500) {
          totalCount
          edges {
            node {
              organisation {
                code
                name
              }
              bothWays
              unknown
              reasons {
                reason
                count
              }
            }
          }
        }
      }
    }
  }
`);

export type SmallestSet = ResultOf<typeof SMALLEST_SET>['exchange']['smallestSet'];
export type Step = SmallestSet['changes'][number];
export type LeftRow = SmallestSet['remaining']['edges'][number]['node'];

/** The smallest set found that lets everybody in scope exchange. On a national map the first who asks waits long. */
export async function askSmallestSet(terms: FixTerms, waiter: Waiter): Promise<SmallestSet> {
  return (await ask(SMALLEST_SET, { ...terms }, waiter)).exchange.smallestSet;
}
