import { graphql, type ResultOf } from './graphql';

/** What every view needs: the day, whether it is fictional, what must be attributed, and the vocabulary. */
export const MAP = graphql(`
  query Map {
    about {
      version
      fictional
      revision
      today
      counts {
        sources
      }
      attribution
    }
    vocabulary {
      exchangeTypes {
        code
        name
        plural
        senders {
          code
        }
        receivers {
          code
        }
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
`);

export type MapData = ResultOf<typeof MAP>;
