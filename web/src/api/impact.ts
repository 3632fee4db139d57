import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { hosted } from './hosts';
import type { Dates } from './question';
import type { Evidence, Scope } from './scope';
import type { Waiter } from './progress';

/** What an impact is asked under. */
export interface Terms extends Dates {
  readonly type: string | null;
  readonly filter: Scope | null;
  readonly minEvidence: Evidence | null;
}

const IMPACT = graphql(`
  query Impact(
    $of: [ID!]!
    $type: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    impact(
      of: $of
      type: $type
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      of {
        id
        kind
        name
      }
      pairsLost
      organisationsAffected
      byExchange {
        type {
          code
          name
        }
        pairsLost
      }
      failing(first: 500) {
        totalCount
        edges {
          node {
            key
            product {
              name
            }
            organisations {
              code
              name
            }
            evidence
            observedAt
          }
        }
      }
      linked(first: 1) {
        totalCount
      }
      dependents(first: 500) {
        totalCount
        edges {
          node {
            linksAway
            deployment {
              key
              product {
                name
              }
              organisations {
                code
                name
              }
            }
          }
        }
      }
    }
  }
`);

export type ImpactData = ResultOf<typeof IMPACT>['impact'];

export async function askImpact(of: readonly string[], terms: Terms): Promise<ImpactData> {
  const { impact } = await ask(IMPACT, { of: [...of], ...terms });
  return { ...impact, of: await hosted(impact.of, terms) };
}

const LOST = graphql(`
  query Lost(
    $of: [ID!]!
    $type: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    impact(
      of: $of
      type: $type
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      lost(first: 200) {
        totalCount
        edges {
          node {
            plannedWayRound
            availableFrom
            exchange {
              type {
                code
                name
              }
              sender {
                code
                name
              }
              receiver {
                code
                name
              }
              evidence
              observedAt
            }
          }
        }
      }
    }
  }
`);

export type LostData = ResultOf<typeof LOST>['impact']['lost'];
export type LostRow = LostData['edges'][number]['node'];

/** The first 200 pairs that part, each with whether a plan would join it again: slower than the counts, so asked apart. */
export async function askLost(of: readonly string[], terms: Terms): Promise<LostData> {
  return (await ask(LOST, { of: [...of], ...terms })).impact.lost;
}

const RANKING = graphql(`
  query SinglePoints(
    $kinds: [SubjectKind!]
    $type: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    singlePointsOfFailure(
      kinds: $kinds
      type: $type
      filter: $filter
      first: 100
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      subject {
        id
        name
      }
      kind
      pairsLost
      organisations
    }
  }
`);

export type RankRow = ResultOf<typeof RANKING>['singlePointsOfFailure'][number];
export const KINDS = ['DEPLOYMENT', 'PRODUCT', 'SUPPLIER', 'HOST'] as const;
export type RankKind = (typeof KINDS)[number];

/** What parts most when it fails alone, most first; the first hundred. */
export async function askRanking(
  kind: RankKind | null,
  terms: Terms,
  waiter: Waiter,
): Promise<readonly RankRow[]> {
  const rows = (await ask(RANKING, { kinds: kind ? [kind] : null, ...terms }, waiter)).singlePointsOfFailure;
  const subjects = await hosted(
    rows.map((row) => row.subject),
    terms,
  );
  return rows.map((row, index) => ({ ...row, subject: subjects[index] ?? row.subject }));
}

export type FailingRow = ImpactData['failing']['edges'][number]['node'];
export type DependentRow = ImpactData['dependents']['edges'][number]['node'];
