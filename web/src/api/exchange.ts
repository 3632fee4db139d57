import type { Member } from '../matrix/arrange';
import { Cells, unbase64 } from '../matrix/cells';
import { list, REASONS, sentence } from '../words/en';
import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { everything, nodes } from './paging';
import type { Question } from './question';

const REPORT = graphql(`
  query ExchangeReport(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
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
      reading
      organisations
      senders
      receivers
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
      summary
      basis {
        facts
        undated
        oldest
        newest
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
`);

export type ReportData = ResultOf<typeof REPORT>;
export type Counts = ReportData['exchange']['counts'];

function scope(from: string, to: string) {
  return {
    filter: from === 'NHS_TRUST' ? null : { types: [from] },
    receivers: to === from ? null : { types: [to] },
  };
}

export function askReport(type: string, from: string, to: string, question: Question): Promise<ReportData> {
  return ask(REPORT, { type, ...scope(from, to), ...question });
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

/** The most frequent of some counted reasons, in words. */
export function mainReason(
  reasons: readonly { readonly reason: keyof typeof REASONS; readonly count: number }[],
): string {
  const most = Math.max(0, ...reasons.map((one) => one.count));
  const top = reasons.filter((one) => one.count === most && most > 0);
  return sentence(list(top.map((one) => REASONS[one.reason].short.toLowerCase())));
}

export function partnersOf(data: ReportData | undefined): readonly Partner[] {
  return nodes(data?.exchange.byOrganisation).map(({ organisation, reasons, ...counts }) => ({
    ...organisation,
    ...counts,
    why: mainReason(reasons),
  }));
}

const MATRIX = graphql(`
  query ExchangeMatrix(
    $type: ID!
    $filter: OrganisationFilter
    $receivers: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
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
`);

export type MatrixData = ResultOf<typeof MATRIX>;

export function askMatrix(type: string, from: string, to: string, question: Question): Promise<MatrixData> {
  return ask(MATRIX, { type, ...scope(from, to), ...question });
}

export function cellsOf(data: MatrixData): Cells {
  const { senders, receivers, legend, cells } = data.exchange.matrix;
  return new Cells({ senders, receivers, meanings: legend, cells: unbase64(cells) });
}

const MEMBERS = graphql(`
  query Members($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $first: Int!, $after: String) {
    organisations(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, first: $first, after: $after) {
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
          deployments(capabilities: ["EPR_ACUTE", "EPR_MHC", "AMB_EPCR", "GP_CLINICAL"], first: 5) {
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
`);

export type MembersData = ReadonlyMap<string, Member>;

/** Organisations of a type by code, with the names of their record systems. */
export async function askMembers(type: string, { asOf, asKnownAt }: Question): Promise<MembersData> {
  const { items } = await everything(
    MEMBERS,
    { filter: { types: [type] }, asOf, asKnownAt },
    (data) => data.organisations,
    2000,
  );
  return new Map(
    items.map(({ code, name, icb, region, deployments }) => {
      const systems = [...new Set(nodes(deployments).flatMap((one) => one.product?.name ?? []))].sort();
      return [
        code,
        { code, name, icb: icb?.name ?? '', region: region?.name ?? '', system: systems.join(', ') },
      ];
    }),
  );
}

const PAIR = graphql(`
  query Pair(
    $type: ID!
    $sender: ID!
    $receiver: ID!
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $routes: Int!
  ) {
    route(
      type: $type
      sender: $sender
      receiver: $receiver
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
      type {
        code
        name
        plural
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
            assumed
            lossy
            evidence
            observedAt
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
                nationalService {
                  code
                }
                evidence
                observedAt
              }
              profile {
                text
              }
              link {
                id
                profile {
                  text
                }
                validity {
                  status
                  standing
                  from
                  to
                }
                evidence
                observedAt
              }
            }
          }
        }
      }
    }
  }
`);

export type PairData = ResultOf<typeof PAIR>;
export type PairAnswer = PairData['route'];
export type RouteData = PairAnswer['routes']['edges'][number]['node'];

export function askPair(
  type: string,
  sender: string,
  receiver: string,
  question: Question,
  routes = 1,
): Promise<PairData> {
  return ask(PAIR, { type, sender, receiver, ...question, routes });
}
