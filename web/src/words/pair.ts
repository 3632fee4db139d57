import { date, FLAGS, list, REASONS, sentence } from './en';
import type { Reason, Verdict } from './status';

/** What a pair's verdict is, said in one line. `from` and `to` are names; `onRecord` is the second reading. */
export function verdictSentence(
  verdict: Verdict,
  what: string,
  from: string,
  to: string,
  onRecord: boolean,
): string {
  switch (verdict) {
    case 'YES':
      return `${from} can send ${what} to ${to}.`;
    case 'NO':
      return onRecord
        ? `If the record were complete, ${from} could not send ${what} to ${to}.`
        : `${from} cannot send ${what} to ${to}.`;
    case 'UNKNOWN':
      return `Nobody has recorded enough to say whether ${from} can send ${what} to ${to}.`;
    case 'NOT_APPLICABLE':
      return `Organisations of these types do not exchange ${what}.`;
  }
}

/** The short reasons of a pair, for a table cell or a hover. */
export function reasonWords(reasons: readonly Reason[]): string {
  return sentence(list(reasons.map((reason) => REASONS[reason].short.toLowerCase())));
}

export function flagWords(flags: readonly string[]): string {
  return flags.map((flag) => FLAGS[flag]?.short ?? flag).join('; ');
}

/** A plan's day is no promise, and what shows it says so. */
export function planWords(availableFrom: string | null): string {
  return availableFrom
    ? `The plan is due on ${date(availableFrom)}. That is no promise: the rest of the way may change before.`
    : 'The plan has no date that still holds.';
}

/** A question without whom it is for, where that stands beside it. */
export function askWords(text: string): string {
  return text.replace(/^Ask [^:]*: /, '');
}
