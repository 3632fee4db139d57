import { ask } from './client';
import { graphql, type ResultOf, type VariablesOf } from './graphql';
import { nodes } from './paging';
import type { Dates } from './question';
import type { Evidence, Scope } from './scope';

const SCENARIO = graphql(`
  query Scenario(
    $changes: [ChangeInput!]!
    $type: ID
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $minEvidence: Evidence
  ) {
    scenario(
      changes: $changes
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
      exchange {
        type {
          code
          name
        }
        before
        after
        gained
        lost
      }
      gained(first: 200) {
        totalCount
        edges {
          node {
            ...WhatIfPair
          }
        }
      }
      lost(first: 200) {
        totalCount
        edges {
          node {
            ...WhatIfPair
          }
        }
      }
      linksToRebuild(first: 200) {
        totalCount
        edges {
          node {
            from {
              key
              product {
                name
              }
              organisations {
                name
              }
            }
            to {
              key
              product {
                name
              }
              organisations {
                name
              }
            }
            exchange {
              name
            }
          }
        }
      }
      contractsTouched(first: 200) {
        totalCount
        edges {
          node {
            buyer {
              code
              name
            }
            supplier {
              name
            }
            product {
              name
            }
            valueGbp
            validity {
              to
            }
          }
        }
      }
      market {
        capability {
          code
          name
        }
        before {
          low
          high
        }
        after {
          low
          high
        }
        unknownOrganisations
      }
      silos {
        grade
        before
        after
      }
      assumed {
        deployment {
          key
          product {
            name
          }
          organisations {
            name
          }
        }
        learntFrom
        ports
        links
      }
    }
  }
  fragment WhatIfPair on ScenarioPair {
    before {
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
      verdict
    }
    after {
      verdict
    }
  }
`);

/** One change, as the schema and the address both write it: an object with one key, its name. */
export type Change = VariablesOf<typeof SCENARIO>['changes'][number];
export type ScenarioData = ResultOf<typeof SCENARIO>['scenario'];
export type ScenarioPair = ScenarioData['gained']['edges'][number]['node'];
export type RebuiltLink = ScenarioData['linksToRebuild']['edges'][number]['node'];
export type TouchedContract = ScenarioData['contractsTouched']['edges'][number]['node'];

export interface ScenarioTerms extends Dates {
  readonly type: string | null;
  readonly filter: Scope | null;
  readonly minEvidence: Evidence | null;
}

export async function askScenario(changes: readonly Change[], terms: ScenarioTerms): Promise<ScenarioData> {
  return (await ask(SCENARIO, { changes: [...changes], ...terms })).scenario;
}

const NAMED = graphql(`
  query ScenarioNames($ids: [ID!]!, $asOf: Date, $asKnownAt: Date) {
    nodes(ids: $ids, asOf: $asOf, asKnownAt: $asKnownAt) {
      __typename
      ... on Organisation {
        name
      }
      ... on Supplier {
        name
      }
      ... on Product {
        name
      }
      ... on Deployment {
        key
        product {
          name
        }
        organisations {
          name
        }
      }
      ... on Link {
        from {
          key
          product {
            name
          }
        }
        to {
          key
          product {
            name
          }
        }
        exchange {
          name
        }
      }
      ... on Port {
        deployment {
          key
          product {
            name
          }
        }
        exchange {
          name
        }
      }
    }
  }
`);

/** The global id of a link or port that a change names by its text; other ids are taken as they are. */
export function globalId(id: string): string {
  if (!/^(link|port):/.test(id)) return id;
  const bytes = String.fromCharCode(...new TextEncoder().encode(id));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

interface System {
  readonly key: string;
  readonly product: { readonly name: string } | null;
}
const called = (system: System) => system.product?.name ?? system.key;

/** What people call the things that changes name, by id; ids that name nothing are left out. */
export async function askNames(
  ids: readonly string[],
  { asOf, asKnownAt }: Dates,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const found = (await ask(NAMED, { ids: ids.map(globalId), asOf, asKnownAt })).nodes;
  const names = new Map<string, string>();
  found.forEach((node, index) => {
    const id = ids[index] ?? '';
    if (node?.__typename === 'Deployment') {
      const where = node.organisations.map((one) => one.name);
      names.set(id, `${called(node)} at ${where.length > 1 ? `${where[0]} and others` : (where[0] ?? '–')}`);
    } else if (node?.__typename === 'Link') {
      names.set(id, `${called(node.from)} to ${called(node.to)} for ${node.exchange.name.toLowerCase()}`);
    } else if (node?.__typename === 'Port') {
      names.set(id, `what ${called(node.deployment)} does with ${node.exchange.name.toLowerCase()}`);
    } else if (node && 'name' in node) names.set(id, node.name);
  });
  return names;
}

const PLANS = graphql(`
  query OnTheWay($asOf: Date, $asKnownAt: Date) {
    links(standing: [ON_THE_WAY, SLIPPED], first: 300, asOf: $asOf, asKnownAt: $asKnownAt) {
      edges {
        node {
          id
          from {
            key
            product {
              name
            }
          }
          to {
            key
            product {
              name
            }
          }
          exchange {
            name
          }
          validity {
            from
            to
            standing
          }
        }
      }
    }
    deployments(standing: [ON_THE_WAY, SLIPPED], first: 300, asOf: $asOf, asKnownAt: $asKnownAt) {
      edges {
        node {
          id
          key
          product {
            name
          }
          organisations {
            name
          }
          validity {
            from
            to
            standing
          }
        }
      }
    }
  }
`);

export interface Planned {
  readonly id: string;
  readonly name: string;
  readonly validity: { readonly from: string | null; readonly to: string | null; readonly standing: string };
}

/** Systems and interfaces that are on the way, which a scenario may bring forward. */
export async function askPlanned({ asOf, asKnownAt }: Dates): Promise<readonly Planned[]> {
  const data = await ask(PLANS, { asOf, asKnownAt });
  return [
    ...nodes(data.deployments).map((one) => ({
      id: one.id,
      name: `${called(one)} at ${one.organisations.map((place) => place.name).join(', ')}`,
      validity: one.validity,
    })),
    ...nodes(data.links).map((one) => ({
      id: one.id,
      name: `${called(one.from)} to ${called(one.to)} for ${one.exchange.name.toLowerCase()}`,
      validity: one.validity,
    })),
  ];
}
