/** What a table cell may hold in its CSV. */
export type Cell = string | number | boolean | null | undefined;

const RISKY = /^[=+\-@\t\r]/;

function field(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // A spreadsheet would run a cell that begins like a formula.
  const text = RISKY.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180: CRLF, doubled quotes), header first. */
export function csv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(field).join(',')];
  for (const row of rows) lines.push(row.map(field).join(','));
  return lines.join('\r\n') + '\r\n';
}

/** Hand a text to the reader as a file. */
export function download(name: string, text: string | Blob, type = 'text/csv;charset=utf-8'): void {
  // The byte order mark makes spreadsheets read the file as UTF-8.
  const blob =
    typeof text === 'string'
      ? new Blob(type.startsWith('text/csv') ? ['\ufeff', text] : [text], { type })
      : text;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name from words. */
export function fileName(words: readonly string[], ending: string): string {
  const stem = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `graphmap-${stem}.${ending}`;
}
