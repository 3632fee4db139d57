import { age, date, EVIDENCE } from './en';

/** How well a fact is supported and how old it is, as in “declared, March 2024 (2 years ago)”. */
export function evidenceWords(evidence: string | null, observedAt: string | null, today: string): string {
  const word = EVIDENCE[evidence ?? '']?.word ?? 'no source';
  if (!observedAt) return `${word}, undated`;
  const old = age(observedAt, today);
  return `${word}, ${date(observedAt)}${old ? ` (${old})` : ''}`;
}
