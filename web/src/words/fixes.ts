import { count, many } from './en';

/** What a single change does, by the kind that the schema gives it. */
export const FIXES = {
  BRING_FORWARD: { one: 'Bring a plan forward', meaning: 'a system, port or interface on the way comes now' },
  CONNECT: { one: 'Connect to a hub', meaning: 'an interface joins a system and a hub' },
  ALIGN_PROFILE: {
    one: 'Align a message standard',
    meaning: 'a system sends or takes one more message standard over the interfaces that it has',
  },
  TRANSLATE: {
    one: 'Translate in a hub',
    meaning: 'a hub takes one more message standard, and sends it on as it is or as another',
  },
} as const;
export type FixKind = keyof typeof FIXES;

interface Gain {
  readonly pairs: number;
  readonly fromNo: number;
  readonly fromUnknown: number;
}

/** What the pairs that a change gains are today: some of those not recorded may work already. */
export function gainWords({ pairs, fromNo, fromUnknown }: Gain): string {
  if (fromUnknown === 0) return `${pairs === 1 ? 'it is' : 'all of them'} known not to work today`;
  const may = fromUnknown === 1 ? 'it may work already, unrecorded' : 'some may work already, unrecorded';
  if (fromNo === 0) {
    return pairs === 1 ? `it is not recorded today; ${may}` : `none of them recorded today; ${may}`;
  }
  return `${count(fromNo)} of them known not to work today, and ${count(fromUnknown)} not recorded; ${may}`;
}

/** `118 of the 40,593 pairs not shown to work`. */
export function gainedOf(pairs: number, missing: number): string {
  return `${count(pairs)} of the ${many(missing, 'pair')} not shown to work`;
}

/** How far a set of changes can be from the smallest there is. */
export function boundWords(found: number, least: number): string {
  if (found === least) return 'No set of such changes that does the same has fewer.';
  return `No set of such changes that does the same has fewer than ${count(least)}; whether there is one of fewer than ${count(found)} is not known.`;
}
