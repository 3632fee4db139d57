import { date } from './en';
import type { Status } from './status';

interface Validity {
  readonly status?: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly standing: string;
}

/** Where a fact stands and since when, as in “in use since 3 March 2024”. `verb` fits the thing: a contract runs. */
export function validityWords({ status, from, to, standing }: Validity, verb = 'in use'): string {
  switch (standing) {
    case 'ABSENT':
      return 'stated not to exist';
    case 'ON_THE_WAY':
      return from ? `planned for ${date(from)}` : 'planned, no date';
    case 'SLIPPED':
      return from ? `was planned for ${date(from)}; nobody says that it happened` : 'planned, no date';
    case 'ENDED':
      return to ? `ended ${date(to)}` : 'ended';
    default: {
      const state = status === 'RETIRING' ? `${verb}, being retired` : verb;
      if (from && to) return `${state} from ${date(from)} to ${date(to)}`;
      if (from) return `${state} since ${date(from)}`;
      if (to) return `${state} until ${date(to)}`;
      return `${state}, no dates`;
    }
  }
}

/** The status of an interface by itself: it counts, is planned, or does not count any more. */
export function linkStatus(standing: string, usable: boolean): Status {
  if (standing === 'IN_FORCE') return usable ? 'works' : 'cannot';
  return standing === 'ON_THE_WAY' || standing === 'SLIPPED' ? 'planned' : 'cannot';
}

export const LINK_WORDS: Readonly<Record<string, string>> = {
  works: 'In use',
  planned: 'Planned',
  cannot: 'Not in use',
};
