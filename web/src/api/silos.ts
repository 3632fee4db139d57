import { graphql, type ResultOf } from './graphql';
import { everything } from './paging';
import type { Question } from './question';

const SILOS = graphql(`
  query Silos(
    $filter: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
    $first: Int!
    $after: String
  ) {
    silos(
      filter: $filter
      minGrade: UNDETERMINED
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
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
          deployment {
            key
            product {
              key
              name
              supplier {
                key
                name
              }
            }
            organisations {
              code
              name
            }
            evidence
            observedAt
          }
          capability {
            code
            name
          }
          grade
          score
          known
          required
          met
          missing {
            exchange {
              code
              name
            }
            direction
          }
          unknown {
            exchange {
              code
              name
            }
            direction
          }
        }
      }
    }
  }
`);

export type SiloRow = ResultOf<typeof SILOS>['silos']['edges'][number]['node'];

/** Every point solution with its grade. `filter` null: those of every organisation in the default scope. */
export async function askSilos({ asOf, asKnownAt, reading }: Question): Promise<readonly SiloRow[]> {
  const { items } = await everything(SILOS, { filter: null, asOf, asKnownAt, reading }, (data) => data.silos);
  return items;
}
