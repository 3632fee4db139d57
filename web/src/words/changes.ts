/** How a record differs between two days of knowledge. */
export const HOW: Readonly<Record<string, string>> = {
  SLIPPED: 'overdue',
  RETRACTED: 'withdrawn',
  CHANGED: 'changed',
  NEW: 'new',
  RESTATED: 'confirmed',
};

export const RECORDS = {
  ORGANISATION: ['organisation', 'organisations'],
  SUPPLIER: ['supplier', 'suppliers'],
  PRODUCT: ['product', 'products'],
  DEPLOYMENT: ['system', 'systems'],
  PORT: ['ability to send, take or pass on', 'abilities to send, take or pass on'],
  LINK: ['interface', 'interfaces'],
  COVERAGE: ['statement of completeness', 'statements of completeness'],
  CONTRACT: ['contract', 'contracts'],
} as const;

/** The same day of the month before; its last day where that month is shorter. */
export function monthBefore(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 2, Math.min(date, last))).toISOString().slice(0, 10);
}
