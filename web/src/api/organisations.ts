import { graphql, type ResultOf } from './graphql';
import { everything } from './paging';
import type { Dates } from './question';

const ORGANISATIONS = graphql(`
  query Organisations(
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $first: Int!
    $after: String
  ) {
    organisations(
      filter: $filter
      orderBy: NAME
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
          code
          name
          icb {
            name
          }
          region {
            name
          }
          settings {
            name
          }
          evidence
          observedAt
          deployments(first: 1) {
            totalCount
          }
        }
      }
    }
  }
`);

export type OrganisationRow = ResultOf<typeof ORGANISATIONS>['organisations']['edges'][number]['node'];

export async function askOrganisations(
  type: string,
  { asOf, asKnownAt }: Dates,
): Promise<readonly OrganisationRow[]> {
  const { items } = await everything(
    ORGANISATIONS,
    { filter: { types: [type] }, asOf, asKnownAt },
    (data) => data.organisations,
  );
  return items;
}
