import type { Reason } from '../words/status';
import { ask } from './client';
import type { Counts } from './exchange';
import type { Connection } from './paging';
import type { Question } from './question';

const HEADLINES = /* GraphQL */ `
  query Headlines($asOf: Date) {
    trusts: organisations(asOf: $asOf, first: 1) {
      totalCount
    }
    deployments(asOf: $asOf, first: 1) {
      totalCount
    }
    products(first: 1) {
      totalCount
    }
    suppliers(first: 1) {
      totalCount
    }
    links(asOf: $asOf, first: 1) {
      totalCount
    }
    silos(asOf: $asOf, minGrade: UNDETERMINED, first: 500) {
      totalCount
      edges {
        node {
          grade
        }
      }
    }
  }
`;

interface Total {
  readonly totalCount: number;
}

export interface HeadlinesData {
  readonly trusts: Total;
  readonly deployments: Total;
  readonly products: Total;
  readonly suppliers: Total;
  readonly links: Total;
  readonly silos: Connection<{ readonly grade: string }> & Total;
}

export function askHeadlines(question: Question): Promise<HeadlinesData> {
  return ask<HeadlinesData>({ document: HEADLINES, variables: { asOf: question.asOf } });
}

const SUMMARY = /* GraphQL */ `
  query Summary($type: ID!, $asOf: Date, $asKnownAt: Date) {
    cautious: exchange(type: $type, asOf: $asOf, asKnownAt: $asKnownAt, reading: CAUTIOUS) {
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
`;

interface Side {
  readonly counts: Counts;
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
}

export interface SummaryData {
  readonly cautious: Side & { readonly asOf: string; readonly organisations: number };
  readonly record: Side;
}

export function askSummary(type: string, question: Question): Promise<SummaryData> {
  return ask<SummaryData>({
    document: SUMMARY,
    variables: { type, asOf: question.asOf, asKnownAt: question.asKnownAt },
  });
}
