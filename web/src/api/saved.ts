import { ask, write } from './client';
import { graphql, type ResultOf } from './graphql';
import { nodes } from './paging';
import type { Change, ScenarioTerms } from './scenario';

const SAVED = graphql(`
  query SavedScenarios {
    scenarios(first: 200) {
      totalCount
      edges {
        node {
          id
          name
          owner
          description
          changes
          allChanges
          basedOn
          changedAt
        }
      }
    }
  }
`);

type Sent = NonNullable<ResultOf<typeof SAVED>['scenarios']>['edges'][number]['node'];

/** A scenario as the store keeps it; its changes are as the address holds them. */
export interface SavedScenario extends Omit<Sent, 'changes' | 'allChanges'> {
  /** Its own. */
  readonly changes: readonly Change[];
  /** Those of the scenarios that it is based on, and then its own: what is supposed when it is opened. */
  readonly allChanges: readonly Change[];
}

export interface SavedList {
  readonly rows: readonly SavedScenario[];
  readonly total: number;
}

/** What is saved, by name; null while the store, which alone knows, is away. */
export async function askSaved(): Promise<SavedList | null> {
  const found = (await ask(SAVED, {})).scenarios;
  return found && { rows: nodes(found) as readonly SavedScenario[], total: found.totalCount };
}

const SAVE = graphql(`
  mutation SaveScenario($input: SaveScenarioInput!) {
    saveScenario(input: $input) {
      id
      name
      owner
      description
      changes
      allChanges
      basedOn
      changedAt
    }
  }
`);

export interface Draft {
  readonly name: string;
  readonly owner: string;
  readonly description: string;
  readonly changes: readonly Change[];
  readonly basedOn?: readonly string[];
  /** Left out: a new one, with an id made from its name. */
  readonly id?: string;
  /** The state that is replaced; left out: none is. */
  readonly changedAt?: string;
}

/** @throws RequestFailed CONFLICT where somebody saved another state meanwhile, STORE_UNAVAILABLE where nothing can be written */
export async function save(draft: Draft): Promise<SavedScenario> {
  const { changes, basedOn = [], ...rest } = draft;
  const input = { ...rest, changes: [...changes], basedOn: [...basedOn] };
  return (await write(SAVE, { input })).saveScenario as SavedScenario;
}

const DELETE = graphql(`
  mutation DeleteScenario($id: ID!, $changedAt: String!) {
    deleteScenario(id: $id, changedAt: $changedAt) {
      id
    }
  }
`);

/** Delete the state that was seen, and no later one. */
export async function remove({ id, changedAt }: SavedScenario): Promise<void> {
  await write(DELETE, { id, changedAt });
}

const COMPARE = graphql(`
  query CompareScenarios(
    $scenarios: [ScenarioInput!]!
    $type: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    compareScenarios(
      scenarios: $scenarios
      type: $type
      filter: $filter
      asOf: $asOf
      asKnownAt: $asKnownAt
      minEvidence: $minEvidence
    ) {
      pairsGained
      pairsLost
      systemsGone
      systemsCome
      linksToRebuild(first: 1) {
        totalCount
      }
      contractsTouched(first: 1) {
        totalCount
      }
      exchange {
        type {
          code
          name
        }
        gained
        lost
      }
    }
  }
`);

export type Compared = ResultOf<typeof COMPARE>['compareScenarios'][number];

/** The most scenarios that the server compares at once. */
export const MOST_COMPARED = 10;

/** What would follow from each of several saved scenarios, in their order. */
export async function askCompared(
  ids: readonly string[],
  terms: ScenarioTerms,
): Promise<readonly Compared[]> {
  return (await ask(COMPARE, { scenarios: ids.map((id) => ({ id })), ...terms })).compareScenarios;
}
