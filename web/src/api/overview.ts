import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import type { Question } from './question';

const HEADLINES = graphql(`
  query Headlines($asOf: Date, $asKnownAt: Date) {
    about(asOf: $asOf, asKnownAt: $asKnownAt) {
      asOf
      counts {
        openTrusts
        deploymentsInForce
        linksInForce
        products
        suppliers
      }
      basis {
        facts
        undated
        oldest
        newest
        byEvidence {
          evidence
          count
        }
      }
    }
    silos(asOf: $asOf, asKnownAt: $asKnownAt, minGrade: UNDETERMINED, first: 500) {
      totalCount
      edges {
        node {
          grade
        }
      }
    }
  }
`);

export type HeadlinesData = ResultOf<typeof HEADLINES>;

export function askHeadlines({ asOf, asKnownAt }: Question): Promise<HeadlinesData> {
  return ask(HEADLINES, { asOf, asKnownAt });
}

const SUMMARY = graphql(`
  query Summary($type: ID!, $asOf: Date, $asKnownAt: Date) {
    cautious: exchange(type: $type, asOf: $asOf, asKnownAt: $asKnownAt, reading: CAUTIOUS) {
      asOf
      summary
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
    record: exchange(type: $type, asOf: $asOf, asKnownAt: $asKnownAt, reading: ON_RECORD) {
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

export type SummaryData = ResultOf<typeof SUMMARY>;

/** Both readings of one exchange type among the trusts. */
export function askSummary(type: string, { asOf, asKnownAt }: Question): Promise<SummaryData> {
  return ask(SUMMARY, { type, asOf, asKnownAt });
}
