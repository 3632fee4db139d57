/** What every question takes beside its subject, from the parameters of the address. */
export interface Question {
  readonly reading: 'CAUTIOUS' | 'ON_RECORD';
  readonly asOf: string | null;
  readonly asKnownAt: string | null;
}

/** The days that a question is about. */
export type Dates = Pick<Question, 'asOf' | 'asKnownAt'>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function question(params: Readonly<Record<string, string>>): Question {
  const day = (text: string | undefined) => (text && DAY.test(text) ? text : null);
  return {
    reading: params['reading'] === 'record' ? 'ON_RECORD' : 'CAUTIOUS',
    asOf: day(params['asof']),
    asKnownAt: day(params['known']),
  };
}
