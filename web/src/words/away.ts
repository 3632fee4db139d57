import { date, many } from './en';

const STEPS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** A time on the clock of who reads, with the day where that is not today. */
export function clock(moment: string, now: Date = new Date()): string {
  const then = new Date(moment);
  const time = then.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (then.toDateString() === now.toDateString()) return time;
  const [year, month, day] = [then.getFullYear(), then.getMonth() + 1, then.getDate()];
  return `${time} on ${date(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)}`;
}

/** `5 minutes ago`. */
export function ago(seconds: number): string {
  for (const [length, unit] of STEPS) {
    if (seconds >= length) return `${many(Math.floor(seconds / length), unit)} ago`;
  }
  return 'less than a minute ago';
}
