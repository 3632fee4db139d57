import type { Connection } from './paging';

export const MAP = /* GraphQL */ `
  query Map {
    today
    sources(first: 100) {
      edges {
        node {
          key
          name
          title
          fictional
          attribution
        }
      }
    }
    vocabulary {
      exchangeTypes {
        code
        name
      }
      organisationTypes {
        code
        name
      }
      capabilities {
        code
        name
      }
    }
  }
`;

export interface SourceRow {
  readonly key: string;
  readonly name: string;
  readonly title: string | null;
  readonly fictional: boolean;
  readonly attribution: string | null;
}

interface Coded {
  readonly code: string;
  readonly name: string;
}

export interface MapData {
  readonly today: string;
  readonly sources: Connection<SourceRow>;
  readonly vocabulary: {
    readonly exchangeTypes: readonly Coded[];
    readonly organisationTypes: readonly Coded[];
    readonly capabilities: readonly Coded[];
  };
}
