import { ask } from './client';
import { graphql, type ResultOf } from './graphql';
import { nodes } from './paging';
import type { Dates } from './question';

/** Organisations that a question is about, as the schema's `OrganisationFilter`. */
export interface Scope {
  readonly types?: string[];
  readonly icbs?: string[];
  readonly regions?: string[];
}

/** Stands in the address for organisations of every type. */
export const EVERY = 'EVERY';

/** How well a fact must be supported to count. */
export type Evidence = 'OBSERVED' | 'ASSURED' | 'REGISTERED' | 'DECLARED' | 'INFERRED';
const STRONG_TO_WEAK: readonly Evidence[] = ['OBSERVED', 'ASSURED', 'REGISTERED', 'DECLARED', 'INFERRED'];

/**
 * What the address says of the organisations: `among` is a type, `within` an area. Null where it says neither. A filter
 * replaces the question's own scope, so that an area alone is asked with the type that the question stands for. `every` are
 * all types, where a question may be about organisations of any (`EVERY`); a filter without a type would mean trusts.
 */
export function scopeOf(
  params: Readonly<Record<string, string>>,
  usual?: string,
  every: readonly string[] = [],
): Scope | null {
  const { among, within } = params;
  const [, kind, code] = /^(icb|region):(.+)$/.exec(within ?? '') ?? [];
  if (!among && !code) return null;
  const type = among ?? usual;
  const types = type === EVERY ? [...every] : type ? [type] : [];
  return {
    ...(types.length ? { types } : {}),
    ...(code && kind === 'icb' ? { icbs: [code] } : {}),
    ...(code && kind === 'region' ? { regions: [code] } : {}),
  };
}

/** The least evidence that the address asks for; null: all counts. */
export function leastEvidence(params: Readonly<Record<string, string>>): Evidence | null {
  return STRONG_TO_WEAK.find((one) => one === params['evidence']) ?? null;
}

const AREAS = graphql(`
  query Areas($asOf: Date, $asKnownAt: Date) {
    icbs: organisations(
      filter: { types: ["ICB"] }
      orderBy: NAME
      first: 200
      asOf: $asOf
      asKnownAt: $asKnownAt
    ) {
      edges {
        node {
          code
          name
        }
      }
    }
    regions: organisations(
      filter: { types: ["NHSE_REGION"] }
      orderBy: NAME
      first: 50
      asOf: $asOf
      asKnownAt: $asKnownAt
    ) {
      edges {
        node {
          code
          name
        }
      }
    }
  }
`);

type Area = ResultOf<typeof AREAS>['icbs']['edges'][number]['node'];

export interface Areas {
  readonly icbs: readonly Area[];
  readonly regions: readonly Area[];
}

/** The areas that a question can be limited to. */
export async function askAreas({ asOf, asKnownAt }: Dates): Promise<Areas> {
  const data = await ask(AREAS, { asOf, asKnownAt });
  return { icbs: nodes(data.icbs), regions: nodes(data.regions) };
}
