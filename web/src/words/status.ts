/** How one ordered pair is shown. One status, one word, one glyph, one colour and one line style, everywhere. */
export type Status = 'works' | 'oneway' | 'planned' | 'cannot' | 'unrecorded' | 'outside';

export interface Look {
  readonly word: string;
  readonly meaning: string;
  readonly colour: string;
  /** SVG dash pattern of a line with this status. */
  readonly dash: string;
  readonly glyph: string;
}

export const LOOKS: Readonly<Record<Status, Look>> = {
  works: {
    word: 'Works',
    meaning: 'A route is on record and the other direction is not shown to be missing',
    colour: '#00468b',
    dash: '',
    glyph: '●',
  },
  oneway: {
    word: 'Works one way',
    meaning: 'A route is on record in this direction, none in the other',
    colour: '#5aa9e6',
    dash: '7 4',
    glyph: '◐',
  },
  planned: {
    word: 'Planned',
    meaning: 'It does not work today; facts on their way would make a route',
    colour: '#f2a900',
    dash: '2 4',
    glyph: '△',
  },
  cannot: {
    word: 'Cannot',
    meaning: 'The record is complete enough to say that there is no route',
    colour: '#a3203a',
    dash: '9 3 2 3',
    glyph: '✕',
  },
  unrecorded: {
    word: 'Not recorded',
    meaning: 'Nobody has said enough to tell; this is not a failure',
    colour: '#dfe4e8',
    dash: '1 5',
    glyph: '·',
  },
  outside: {
    word: 'Does not apply',
    meaning: 'Organisations of these types do not exchange this',
    colour: '#ffffff',
    dash: '',
    glyph: '',
  },
};

export const ORDER: readonly Status[] = ['works', 'oneway', 'planned', 'cannot', 'unrecorded', 'outside'];

export type Verdict = 'YES' | 'NO' | 'UNKNOWN' | 'NOT_APPLICABLE';
export type Reason =
  | 'PLANNED'
  | 'MISMATCH'
  | 'NO_ROUTE'
  | 'NO_SYSTEM_SENDER'
  | 'NO_SYSTEM_RECEIVER'
  | 'NO_EVIDENCE_SENDER'
  | 'NO_EVIDENCE_RECEIVER';

/**
 * The status of a pair. A plan that also needs profiles aligned stays a “cannot”: its day alone mends nothing.
 * `back` is the verdict of the other direction, where it was asked.
 */
export function statusOf(verdict: Verdict, reasons: readonly Reason[], back?: Verdict): Status {
  switch (verdict) {
    case 'YES':
      return back === 'NO' || back === 'UNKNOWN' ? 'oneway' : 'works';
    case 'NO':
      return reasons.includes('PLANNED') && !reasons.includes('MISMATCH') ? 'planned' : 'cannot';
    case 'UNKNOWN':
      return 'unrecorded';
    case 'NOT_APPLICABLE':
      return 'outside';
  }
}
