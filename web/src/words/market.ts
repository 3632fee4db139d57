import { count, share } from './en';

/** Screening bands: they choose markets for a closer look, and find nothing by themselves. */
export const BANDS: Readonly<Record<string, string>> = {
  NOT_CONCENTRATED: 'not concentrated',
  CONCENTRATED: 'concentrated',
  HIGHLY_CONCENTRATED: 'highly concentrated',
};

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** `2,600`, or `965 to 2,339` where the unknown leaves it open. */
export function betweenWords({ low, high }: Bounds): string {
  const [from, to] = [count(Math.round(low)), count(Math.round(high))];
  return from === to ? from : `${from} to ${to}`;
}

/** The same of fractions, as percentages. */
export function sharesWords({ low, high }: Bounds): string {
  const [from, to] = [share(low, 1), share(high, 1)];
  return from === to ? from : `${from} to ${to}`;
}

export function bandWords(hhi: (Bounds & { readonly band: string | null }) | null): string {
  if (!hhi) return '';
  return hhi.band ? (BANDS[hhi.band] ?? hhi.band) : 'too little known to tell';
}

/** What a part of a market may be of the whole: nobody unknown has it, or all of them have. */
export function boundsOf(part: number, unknown: number, whole: number): Bounds {
  return whole === 0 ? { low: 0, high: 0 } : { low: part / whole, high: (part + unknown) / whole };
}

export const BUCKETS = {
  EXPIRED: 'Ended',
  WITHIN_12_MONTHS: 'Within 12 months',
  WITHIN_24_MONTHS: 'Within 12 to 24 months',
  LATER: 'Later',
  NO_END_DATE: 'No end date stated',
} as const;

export const HOLDINGS: Readonly<Record<string, string>> = {
  SUPPLIER_KNOWN: 'system and supplier recorded',
  SUPPLIER_NOT_STATED: 'supplier not recorded',
  NOT_RECORDED: 'not recorded',
  NONE: 'known to have none',
};

export const CONTRACTS: Readonly<Record<string, string>> = {
  IN_FORCE: 'in force',
  EXPIRED: 'ended',
  NOT_ON_RECORD: 'not recorded',
};

const POUNDS = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  maximumFractionDigits: 0,
});

/** An amount in whole pounds; blank where none is stated. */
export function pounds(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : POUNDS.format(value);
}
