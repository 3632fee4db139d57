import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import type { Question } from './question';

const GAPS = graphql(`
  query Gaps($code: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!) {
    organisation(code: $code, asOf: $asOf, asKnownAt: $asKnownAt) {
      exchanges(reading: $reading) {
        type {
          code
          name
          plural
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
`);

export type GapRow = NonNullable<ResultOf<typeof GAPS>['organisation']>['exchanges'][number];

export async function askGaps(
  code: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<readonly GapRow[]> {
  return (await ask(GAPS, { code, asOf, asKnownAt, reading })).organisation?.exchanges ?? [];
}

const SIDES = graphql(`
  query Sides(
    $type: ID!
    $self: OrganisationFilter
    $others: OrganisationFilter
    $asOf: Date
    $asKnownAt: Date
    $reading: Reading!
  ) {
    sends: exchange(
      type: $type
      filter: $self
      receivers: $others
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
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
    }
    receives: exchange(
      type: $type
      filter: $others
      receivers: $self
      asOf: $asOf
      asKnownAt: $asKnownAt
      reading: $reading
    ) {
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
    }
  }
`);

export type SidesData = ResultOf<typeof SIDES>;

/** One organisation's answers for one exchange type with the trusts, by direction. */
export function askSides(
  type: string,
  code: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<SidesData> {
  return ask(SIDES, {
    type,
    self: { codes: [code] },
    others: { types: ['NHS_TRUST'] },
    asOf,
    asKnownAt,
    reading,
  });
}
