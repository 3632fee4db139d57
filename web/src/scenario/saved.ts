import type { Compared, SavedScenario } from '../api/saved';
import type { Change } from '../api/scenario';

/** Whether changes are those that a saved scenario supposes. */
export function asSaved(changes: readonly Change[], saved: SavedScenario): boolean {
  return JSON.stringify(changes) === JSON.stringify(saved.allChanges);
}

/** The saved scenarios that an address compares, by id, in its order; those that are gone are left out. */
export function comparedOf<One extends { readonly id: string }>(
  text: string | undefined,
  there: readonly One[],
): readonly One[] {
  const ids = [...new Set(text?.split('~') ?? [])];
  return ids.flatMap((id) => there.find((one) => one.id === id) ?? []);
}

/** A figure of several scenarios, side by side. */
export interface SideBySide {
  readonly what: string;
  readonly figures: readonly number[];
}

/** The figures of compared scenarios: the totals, then what each exchange type gains or loses where any of them has some. */
export function sideBySide(found: readonly Compared[]): readonly SideBySide[] {
  const types = new Map(found.flatMap((one) => one.exchange.map(({ type }) => [type.code, type.name])));
  const row = (what: string, of: (one: Compared) => number) => ({ what, figures: found.map(of) });
  return [
    row('Pairs gained', (one) => one.pairsGained),
    row('Pairs lost', (one) => one.pairsLost),
    row('Systems that go', (one) => one.systemsGone),
    row('Systems that come', (one) => one.systemsCome),
    row('Interfaces to build again', (one) => one.linksToRebuild.totalCount),
    row('Contracts touched', (one) => one.contractsTouched.totalCount),
    ...[...types]
      .flatMap(([code, name]) =>
        (['gained', 'lost'] as const).map((way) =>
          row(`${name}: ${way}`, (one) => one.exchange.find(({ type }) => type.code === code)?.[way] ?? 0),
        ),
      )
      .filter(({ figures }) => figures.some(Boolean)),
  ];
}
