import { count, REASONS, share } from './en';
import type { Reason } from './status';

interface Side {
  readonly counts: {
    readonly yes: number;
    readonly no: number;
    readonly unknown: number;
    readonly notApplicable: number;
  };
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
}

/** Both readings of one exchange type among the trusts. */
export interface Summary {
  readonly cautious: Side;
  readonly record: Side;
}

function asked(side: Side): number {
  return side.counts.yes + side.counts.no + side.counts.unknown;
}

/** What one exchange type lacks, in a sentence or two; null where the question does not apply at all. */
export function gapSentence(what: string, { cautious, record }: Summary): string | null {
  const all = asked(cautious);
  if (all === 0) return null;
  const { yes, no, unknown } = cautious.counts;
  const shown =
    yes === 0
      ? `No pair of trusts is shown to exchange ${what}`
      : `${count(yes)} of ${count(all)} ordered pairs of trusts ${yes === 1 ? 'is' : 'are'} shown to exchange ${what}`;
  const rest: string[] = [];
  if (no > 0) rest.push(`${share(no, all)} cannot`);
  if (unknown > 0)
    rest.push(
      `${unknown === all ? 'nothing is recorded for any of them' : `${share(unknown, all)} ${no > 0 ? 'are not' : 'is not'} recorded`}`,
    );
  const first = rest.length ? `${shown}; ${rest.join(' and ')}.` : `${shown}.`;
  const top = [...record.reasons].sort((a, b) => b.count - a.count)[0];
  const why =
    top && record.counts.no > 0
      ? ` As far as the record goes, the most frequent reason is: ${REASONS[top.reason].short.toLowerCase()} (${count(top.count)} pairs).`
      : '';
  return first + why;
}

/** Exchange types by how much is missing: known gaps first, then what is not recorded. */
export function worst<Entry extends Summary & { readonly code: string }>(
  entries: readonly Entry[],
  most: number,
): readonly Entry[] {
  const weight = (entry: Entry) => entry.cautious.counts.no * 1e6 + entry.cautious.counts.unknown;
  return entries
    .filter((entry) => asked(entry.cautious) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, most);
}
