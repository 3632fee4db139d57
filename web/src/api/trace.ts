import type { Interface, Neighbours, System } from '../trace/grow';
import { systemName } from '../words/systems';
import { evidenceWords } from '../words/evidence';
import { linkStatus, validityWords } from '../words/validity';
import { ask } from './client';
import { type LinkFact } from './fragments';
import { askLinks } from './links';
import { graphql } from './graphql';
import { nodes } from './paging';
import type { Question } from './question';

const ROOT = graphql(`
  query TraceRoot($id: ID!, $asOf: Date, $asKnownAt: Date) {
    node(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
      __typename
      ... on Organisation {
        code
        name
        deployments(standing: [IN_FORCE, ON_THE_WAY], first: 500) {
          totalCount
          edges {
            node {
              key
              product {
                name
              }
              capabilities {
                name
              }
              nationalService {
                code
              }
              validity {
                status
                from
                to
                standing
              }
            }
          }
        }
      }
      ... on Deployment {
        key
        product {
          name
        }
        organisations {
          code
          name
        }
        nationalService {
          code
        }
        validity {
          status
          from
          to
          standing
        }
      }
    }
  }
`);

/** Where a trace starts: the systems of an organisation, or one system. */
export interface Root {
  readonly kind: 'organisation' | 'system';
  readonly key: string;
  readonly name: string;
  readonly systems: readonly System[];
}

export async function askRoot(id: string, { asOf, asKnownAt }: Question): Promise<Root | null> {
  const { node } = await ask(ROOT, { id, asOf, asKnownAt });
  if (node?.__typename === 'Organisation') {
    return {
      kind: 'organisation',
      key: node.code,
      name: node.name,
      systems: nodes(node.deployments).map((one) => ({
        key: one.key,
        name: systemName(one),
        place: [
          one.capabilities.map((capability) => capability.name).join(', '),
          one.validity.standing === 'IN_FORCE' ? '' : validityWords(one.validity),
        ]
          .filter(Boolean)
          .join('; '),
        mark: one.nationalService ? 'service' : 'system',
      })),
    };
  }
  if (node?.__typename === 'Deployment') {
    return { kind: 'system', key: node.key, name: systemName(node), systems: [systemOf(node)] };
  }
  return null;
}

interface End {
  readonly key: string;
  readonly product: { readonly name: string } | null;
  readonly organisations: readonly { readonly name: string }[];
  readonly nationalService: { readonly code: string } | null;
}

/** A system as a card shows it. */
export function systemOf(end: End): System {
  return {
    key: end.key,
    name: systemName(end),
    place: end.nationalService ? 'National service' : end.organisations.map((one) => one.name).join(', '),
    mark: end.nationalService ? 'service' : 'system',
  };
}

function interfaceOf(link: LinkFact, today: string): Interface {
  return {
    id: link.id,
    from: systemOf(link.from),
    to: systemOf(link.to),
    exchange: link.exchange.code,
    exchangeName: link.exchange.name,
    format: [link.profile?.text, link.useCase].filter(Boolean).join(' '),
    status: linkStatus(link.validity.standing, link.usable),
    note: `${validityWords(link.validity)}; ${evidenceWords(link.evidence, link.observedAt, today)}`,
  };
}

export interface Surroundings {
  readonly neighbours: ReadonlyMap<string, Neighbours>;
  readonly facts: ReadonlyMap<string, LinkFact>;
}

/** The interfaces of some systems, both ways, sorted by what they carry and where they lead. */
export async function askNeighbours(
  keys: readonly string[],
  question: Question,
  today: string,
): Promise<Surroundings> {
  const links = await askLinks(keys, question);
  const neighbours = new Map<string, { out: Interface[]; in: Interface[] }>();
  for (const key of keys) neighbours.set(key, { out: [], in: [] });
  const facts = new Map<string, LinkFact>();
  for (const link of links.out) {
    facts.set(link.id, link);
    neighbours.get(link.from.key)?.out.push(interfaceOf(link, today));
  }
  for (const link of links.in) {
    facts.set(link.id, link);
    neighbours.get(link.to.key)?.in.push(interfaceOf(link, today));
  }
  for (const side of neighbours.values()) {
    side.out.sort(
      (a, b) => a.to.name.localeCompare(b.to.name) || a.exchangeName.localeCompare(b.exchangeName),
    );
    side.in.sort(
      (a, b) => a.from.name.localeCompare(b.from.name) || a.exchangeName.localeCompare(b.exchangeName),
    );
  }
  return { neighbours, facts };
}
