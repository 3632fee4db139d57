// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../query/examples';

const root = new URL('../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', root), 'utf8'));

/** Every document in the sources, by file, with the fragments of its own file. */
const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
  .flatMap((file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    const found = [
      ...text.matchAll(/graphql\(\s*`([^`]+)`/g),
      ...text.matchAll(/GraphQL \*\/ `([^`]+)`/g),
    ].map((match) => match[1] ?? '');
    const fragments = found.filter((one) => one.trim().startsWith('fragment'));
    return found
      .filter((one) => !one.trim().startsWith('fragment'))
      .map((one) => [file, one, fragments] as const);
  });

/** With the fragments that it names and no others. */
function whole(document: string, fragments: readonly string[]): DocumentNode {
  const named = fragments.filter((one) => document.includes(`...${/fragment (\w+)/.exec(one)?.[1] ?? ''}`));
  return parse([document, ...named].join('\n'));
}

describe('what the explorer asks', () => {
  it('is found in the sources', () => {
    expect(documents.length).toBeGreaterThan(12);
  });

  it.each(documents)('fits the schema: %s %#', (_, document, fragments) => {
    expect(validate(schema, whole(document, fragments)).map((error) => error.message)).toEqual([]);
  });

  it.each(EXAMPLES)('fits the schema: the example “$title”', ({ query, variables }) => {
    expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([]);
    if (variables) expect(() => JSON.parse(variables) as unknown).not.toThrow();
  });
});
