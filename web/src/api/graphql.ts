import type { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema';

type Tag = ReturnType<
  typeof initGraphQLTada<{
    introspection: introspection;
    disableMasking: true;
    scalars: { ID: string; Date: string; Base64: string; JSON: unknown };
  }>
>;

/**
 * Marks a document of the schema and gives its answer a type. Only types are taken from the package: at run time a
 * document is its text, followed by the fragments that it names.
 */
export const graphql = ((text: string, fragments: readonly string[] = []) =>
  [text, ...new Set(fragments)].join('\n')) as unknown as Tag;

export type { ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
