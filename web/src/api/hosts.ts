import { ask } from './client';
import { graphql } from './graphql';
import type { Dates } from './question';

const HOSTS = graphql(`
  query Hosts($ids: [ID!]!, $asOf: Date, $asKnownAt: Date) {
    nodes(ids: $ids, asOf: $asOf, asKnownAt: $asKnownAt) {
      ... on Organisation {
        code
        name
      }
    }
  }
`);

/**
 * The same subjects, with hosts that are organisations called by the name of these: a source states a host by its code,
 * which says nothing to a reader.
 */
export async function hosted<Subject extends { readonly id: string; readonly name: string }>(
  subjects: readonly Subject[],
  { asOf, asKnownAt }: Dates,
): Promise<Subject[]> {
  const codes = subjects.filter((one) => one.id.startsWith('host:')).map((one) => one.id.slice(5));
  if (codes.length === 0) return [...subjects];
  const { nodes } = await ask(HOSTS, { ids: codes.map((code) => `organisation:${code}`), asOf, asKnownAt });
  const names = new Map(
    nodes.flatMap((node) => (node && 'code' in node ? [[`host:${node.code}`, node.name]] : [])),
  );
  return subjects.map((one) => {
    const name = names.get(one.id);
    return name ? { ...one, name: `hosting by ${name}` } : one;
  });
}
