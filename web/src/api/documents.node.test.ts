// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../query/examples';

const root = new URL('../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', root), 'utf8'));

/** Every document and every fragment in the sources, by file. */
const all = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
  .flatMap((file) => {
    const text = readFileSync(new URL(file, root), 'utf8');
    const found = [
      ...text.matchAll(/graphql\(\s*`([^`]+)`/g),
      ...text.matchAll(/GraphQL \*\/ `([^`]+)`/g),
    ].map((match) => match[1] ?? '');
    return found.map((one) => [file, one] as const);
  });
const fragments = all.map(([, text]) => text).filter((text) => text.trim().startsWith('fragment'));
const documents = all.filter(([, text]) => !fragments.includes(text));

/** With the fragments that it names and no others. */
function whole(document: string): DocumentNode {
  const named = fragments.filter((one) => document.includes(`...${/fragment (\w+)/.exec(one)?.[1] ?? ''}`));
  return parse([document, ...named].join('\n'));
}

describe('what the explorer asks', () => {
  it('is found in the sources', () => {
    expect(documents.length).toBeGreaterThan(12);
  });

  it.each(documents)('fits the schema: %s %#', (_, document) => {
    expect(validate(schema, whole(document)).map((error) => error.message)).toEqual([]);
  });

  it.each(EXAMPLES)('fits the schema: the example “$title”', ({ query, variables }) => {
    expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([]);
    if (variables) expect(() => JSON.parse(variables) as unknown).not.toThrow();
  });
});
