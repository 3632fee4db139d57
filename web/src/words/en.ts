import type { Reason } from './status';

/** Reasons as sentences about the sender and the receiver of one pair. */
export const REASONS: Readonly<Record<Reason, { readonly short: string; readonly long: string }>> = {
  PLANNED: { short: 'Planned', long: 'A planned change would make a route.' },
  MISMATCH: {
    short: 'Formats do not match',
    long: 'What is sent is not in a format that the other side accepts.',
  },
  NO_ROUTE: { short: 'Not connected', long: 'Both sides have a system for it, but nothing joins them.' },
  NO_SYSTEM_SENDER: { short: 'Sender has no system for it', long: 'The sender has no system that sends it.' },
  NO_SYSTEM_RECEIVER: {
    short: 'Receiver has no system for it',
    long: 'The receiver has no system that takes it.',
  },
  NO_EVIDENCE_SENDER: { short: 'Sender not recorded', long: 'Nobody has recorded enough about the sender.' },
  NO_EVIDENCE_RECEIVER: {
    short: 'Receiver not recorded',
    long: 'Nobody has recorded enough about the receiver.',
  },
};

export const FLAGS: Readonly<Record<string, { readonly short: string; readonly long: string }>> = {
  ONE_WAY: { short: 'Other direction works', long: 'The other direction works; this one does not.' },
  PROFILE_ASSUMED: {
    short: 'Format assumed',
    long: 'Somewhere on the way only one side states its format; that they agree is assumed.',
  },
  LOSSY: {
    short: 'Arrives as documents',
    long: 'Detail is lost on the way: what is sent coded arrives as a document or a view.',
  },
  SINGLE_POINT: { short: 'One point of failure', long: 'Every route passes one and the same relay.' },
};

export const EVIDENCE: Readonly<Record<string, { readonly word: string; readonly meaning: string }>> = {
  OBSERVED: { word: 'observed', meaning: 'seen to work' },
  ASSURED: { word: 'assured', meaning: 'tested or certified' },
  REGISTERED: { word: 'registered', meaning: 'in an official register' },
  DECLARED: { word: 'declared', meaning: 'stated by somebody, such as a supplier, a trust or the press' },
  INFERRED: { word: 'inferred', meaning: 'concluded from something else' },
};

export const GRADES: Readonly<Record<string, { readonly word: string; readonly meaning: string }>> = {
  S0: { word: 'Isolated', meaning: 'no interface at all' },
  S1: { word: 'Inside only', meaning: 'no interface reaches another organisation' },
  S2: { word: 'Flows missing', meaning: 'a flow that its job needs is known to be missing' },
  S3: {
    word: 'Own family only',
    meaning: 'it reaches only its own supplier’s systems, or uses unpublished formats',
  },
  OPEN: { word: 'Open', meaning: 'every flow its job needs is met, also to other suppliers' },
  UNDETERMINED: { word: 'Not recorded', meaning: 'less than half of what it needs is known' },
};

export const STATUSES: Readonly<Record<string, string>> = {
  PLANNED: 'planned',
  LIVE: 'live',
  RETIRING: 'being retired',
  RETIRED: 'retired',
  ABSENT: 'stated not to exist',
};

export const READINGS = {
  CAUTIOUS: {
    short: 'Unknown stays unknown',
    note: 'What nobody has recorded is counted as not recorded.',
  },
  ON_RECORD: {
    short: 'As if the record were complete',
    note: 'Read as if the record were complete: what nobody has recorded is taken not to exist.',
  },
} as const;

const WHOLE = new Intl.NumberFormat('en-GB');
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A whole number with separators. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** `1 trust`, `2 trusts`, `no trusts`. */
export function many(value: number, one: string, several = `${one}s`): string {
  return `${value === 0 ? 'no' : count(value)} ${value === 1 ? one : several}`;
}

/** A share as a whole percentage that never rounds something to nothing, or less than all to all. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  if (part === 0) return '0%';
  if (part === whole) return '100%';
  const percent = (100 * part) / whole;
  if (percent < 1) return 'under 1%';
  if (percent > 99) return 'over 99%';
  return `${Math.round(percent)}%`;
}

/** A date in words; partial dates stay partial. */
export function date(text: string | null | undefined): string {
  if (!text) return 'undated';
  const whole = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (whole) return DAY.format(new Date(`${whole[0]}T00:00:00Z`));
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) return MONTH.format(new Date(`${text}-01T00:00:00Z`));
  return text;
}

/** How long ago a (possibly partial) date was, seen from `today`. */
export function age(text: string | null | undefined, today: string): string {
  const match = /^(\d{4})(?:-(\d{2}))?/.exec(text ?? '');
  const now = /^(\d{4})-(\d{2})/.exec(today);
  if (!match || !now) return '';
  const months = (Number(now[1]) - Number(match[1])) * 12 + (Number(now[2]) - Number(match[2] ?? '1'));
  if (months < 0) return 'in the future';
  if (months === 0) return 'this month';
  if (months < 24) return `${many(months, 'month')} ago`;
  return `${Math.floor(months / 12)} years ago`;
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}

/** The first few named and the rest counted, so that a long list still reads as a sentence. */
export function named(words: readonly string[], total: number, most = 3): string {
  const first = words.slice(0, most);
  const rest = total - first.length;
  return rest > 0 ? `${first.join(', ')} and ${count(rest)} more` : list(first);
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
