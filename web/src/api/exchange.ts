import type { PairAnswer } from '../components/Pair.svelte';
import type { Member } from '../matrix/arrange';
import { Cells, unbase64, type Meaning } from '../matrix/cells';
import { list, REASONS, sentence } from '../words/en';
import type { Reason } from '../words/status';
import { ask } from './client';
import { everything, nodes, type Connection } from './paging';
import type { Question } from './question';

const REPORT = /* GraphQL */ `
  query ExchangeReport(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading
  ) {
    exchange(
      type: $type
      filter: $filter
      receivers: $receivers
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      asOf
      organisations
      counts {
        yes
        no
        unknown
        notApplicable
      }
      reasons {
        reason
        count
      }
      groups {
        size
        organisations {
          code
          name
        }
      }
      byOrganisation(first: 500) {
        totalCount
        edges {
          node {
            organisation {
              code
              name
            }
            sendsTo
            receivesFrom
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
`;

interface Named {
  readonly code: string;
  readonly name: string;
}

export interface Counts {
  readonly yes: number;
  readonly no: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

export interface ReportData {
  readonly exchange: {
    readonly asOf: string;
    readonly organisations: number;
    readonly counts: Counts;
    readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
    readonly groups: readonly { readonly size: number; readonly organisations: readonly Named[] }[];
    readonly byOrganisation: Connection<{
      readonly organisation: Named;
      readonly sendsTo: number;
      readonly receivesFrom: number;
      readonly bothWays: number;
      readonly unknown: number;
      readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
    }>;
  };
}

function scope(from: string, to: string) {
  return {
    filter: from === 'NHS_TRUST' ? null : { types: [from] },
    receivers: to === from ? null : { types: [to] },
  };
}

export function askReport(type: string, from: string, to: string, question: Question): Promise<ReportData> {
  return ask<ReportData>({ document: REPORT, variables: { type, ...scope(from, to), ...question } });
}

export interface Partner {
  readonly code: string;
  readonly name: string;
  readonly sendsTo: number;
  readonly receivesFrom: number;
  readonly bothWays: number;
  readonly unknown: number;
  readonly why: string;
}

export function partnersOf(data: ReportData | undefined): readonly Partner[] {
  return nodes(data?.exchange.byOrganisation).map(({ organisation, reasons, ...counts }) => {
    const most = Math.max(0, ...reasons.map((one) => one.count));
    const top = reasons.filter((one) => one.count === most && most > 0).map((one) => REASONS[one.reason].short.toLowerCase());
    return { ...organisation, ...counts, why: sentence(list(top)) };
  });
}

const MATRIX = /* GraphQL */ `
  query ExchangeMatrix(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading
  ) {
    exchange(
      type: $type
      filter: $filter
      receivers: $receivers
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      matrix {
        senders
        receivers
        legend {
          verdict
          reasons
        }
        cells
      }
    }
  }
`;

export interface MatrixData {
  readonly exchange: {
    readonly matrix: {
      readonly senders: readonly string[];
      readonly receivers: readonly string[];
      readonly legend: readonly Meaning[];
      readonly cells: string;
    };
  };
}

export function askMatrix(type: string, from: string, to: string, question: Question): Promise<MatrixData> {
  return ask<MatrixData>({ document: MATRIX, variables: { type, ...scope(from, to), ...question } });
}

export function cellsOf(data: MatrixData): Cells {
  const { senders, receivers, legend, cells } = data.exchange.matrix;
  return new Cells({ senders, receivers, meanings: legend, cells: unbase64(cells) });
}

const MEMBERS = /* GraphQL */ `
  query Members($filter: OrganisationFilter, $asOf: Date, $first: Int, $after: String) {
    organisations(filter: $filter, asOf: $asOf, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          code
          name
          icb {
            name
          }
          region {
            name
          }
          recordSystems: deployments(capabilities: ["EPR_ACUTE", "EPR_MHC", "AMB_EPCR", "GP_CLINICAL"], first: 5) {
            edges {
              node {
                product {
                  name
                }
              }
            }
          }
        }
      }
    }
  }
`;

interface MemberNode {
  readonly code: string;
  readonly name: string;
  readonly icb: { readonly name: string } | null;
  readonly region: { readonly name: string } | null;
  readonly recordSystems: Connection<{ readonly product: { readonly name: string } }>;
}

export type MembersData = ReadonlyMap<string, Member>;

export async function askMembers(type: string, question: Question): Promise<MembersData> {
  interface Data {
    readonly organisations: Connection<MemberNode>;
  }
  const { items } = await everything<Data, MemberNode>(
    MEMBERS,
    { filter: { types: [type] }, asOf: question.asOf },
    (data) => data.organisations,
    2000,
  );
  return new Map(
    items.map((node) => {
      const systems = [...new Set(nodes(node.recordSystems).map((one) => one.product.name))].sort();
      return [
        node.code,
        {
          code: node.code,
          name: node.name,
          icb: node.icb?.name ?? '',
          region: node.region?.name ?? '',
          system: systems.join(', '),
        },
      ];
    }),
  );
}

export interface HopData {
  readonly deployment: {
    readonly key: string;
    readonly product: { readonly key: string; readonly name: string };
    readonly organisations: readonly Named[];
  };
  readonly profile: string | null;
  readonly link: {
    readonly id: string;
    readonly profile: string | null;
    readonly evidence: string;
    readonly observedAt: string | null;
  } | null;
}

export interface RouteData {
  readonly hops: readonly HopData[];
}

const PAIR = /* GraphQL */ `
  query Pair(
    $type: ID!
    $sender: ID!
    $receiver: ID!
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading
    $routes: Int
  ) {
    route(
      type: $type
      sender: $sender
      receiver: $receiver
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      sender {
        code
        name
      }
      receiver {
        code
        name
      }
      verdict
      reasons
      detail
      mismatch {
        sent
        accepted
      }
      flags
      evidence
      observedAt
      availableFrom
      remedies {
        kind
        text
      }
      asks {
        organisation {
          code
          name
        }
        text
      }
      routes(first: $routes) {
        totalCount
        edges {
          node {
            hops {
              deployment {
                key
                product {
                  key
                  name
                }
                organisations {
                  code
                  name
                }
              }
              profile
              link {
                id
                profile
                evidence
                observedAt
              }
            }
          }
        }
      }
    }
  }
`;

export interface PairData {
  readonly route: PairAnswer & { readonly routes: Connection<RouteData> };
}

export function askPair(type: string, sender: string, receiver: string, question: Question, routes = 1): Promise<PairData> {
  return ask<PairData>({ document: PAIR, variables: { type, sender, receiver, ...question, routes } });
}
