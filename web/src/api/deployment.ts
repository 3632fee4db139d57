import { ask } from './client';
import { CLAIM, SYSTEM } from './fragments';
import { graphql, type ResultOf } from './graphql';
import type { Question } from './question';

const DEPLOYMENT = graphql(
  `
    query Deployment($id: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!) {
      deployment(id: $id, asOf: $asOf, asKnownAt: $asKnownAt) {
        ...SystemParts
        stub
        hangsOnStub
        ports(standing: null) {
          id
          exchange {
            code
            name
          }
          role
          profile {
            text
          }
          emits {
            text
          }
          useCase
          payload
          validity {
            status
            from
            to
            standing
          }
          usable
          evidence
          observedAt
        }
        silo(reading: $reading) {
          capability {
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
        claims {
          ...ClaimParts
        }
      }
    }
  `,
  [SYSTEM, CLAIM],
);

export type DeploymentData = NonNullable<ResultOf<typeof DEPLOYMENT>['deployment']>;
export type PortFact = DeploymentData['ports'][number];

export async function askDeployment(
  id: string,
  { asOf, asKnownAt, reading }: Question,
): Promise<DeploymentData | null> {
  return (await ask(DEPLOYMENT, { id, asOf, asKnownAt, reading })).deployment;
}
