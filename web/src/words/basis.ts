import { age, count, date, many } from './en';

interface Basis {
  readonly facts: number;
  readonly undated: number;
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** How much evidence an answer rests on, and how old it is, in a sentence or two. */
export function basisWords({ facts, undated, oldest, newest }: Basis, today: string): string {
  if (facts === 0) return 'No usable fact of the map is about this.';
  const dates =
    oldest && newest
      ? ` The oldest dated observation is of ${date(oldest)} (${age(oldest, today)}), the newest of ${date(newest)} (${age(newest, today)}).`
      : '';
  const rest = undated ? ` ${count(undated)} ${undated === 1 ? 'has' : 'have'} no date.` : '';
  return `It rests on ${many(facts, 'fact')}.${dates}${rest}`;
}
