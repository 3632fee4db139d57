import { LINK, type LinkFact } from './fragments';
import { graphql } from './graphql';
import { everything } from './paging';
import type { Dates } from './question';

const LINKS = graphql(
  `
    query Links($filter: LinkFilter, $asOf: Date, $asKnownAt: Date, $first: Int!, $after: String) {
      links(
        filter: $filter
        standing: null
        asOf: $asOf
        asKnownAt: $asKnownAt
        first: $first
        after: $after
      ) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            ...LinkParts
          }
        }
      }
    }
  `,
  [LINK],
);

export interface LinksOf {
  readonly out: readonly LinkFact[];
  readonly in: readonly LinkFact[];
}

/** All interfaces that leave or enter the systems given, whatever their dates. */
export async function askLinks(systems: readonly string[], { asOf, asKnownAt }: Dates): Promise<LinksOf> {
  if (systems.length === 0) return { out: [], in: [] };
  const dates = { asOf, asKnownAt };
  const [out, into] = await Promise.all([
    everything(LINKS, { filter: { from: [...systems] }, ...dates }, (data) => data.links),
    everything(LINKS, { filter: { to: [...systems] }, ...dates }, (data) => data.links),
  ]);
  return { out: out.items, in: into.items };
}
