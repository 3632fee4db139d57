export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where a key takes the cursor in a matrix of `rows` by `columns`; null when the key means nothing here. */
export function moved(
  spot: Spot,
  key: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean },
  rows: number,
  columns: number,
): Spot | null {
  const step = key.shiftKey ? 10 : 1;
  const to = (row: number, column: number): Spot => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  switch (key.key) {
    case 'ArrowUp':
      return to(spot.row - step, spot.column);
    case 'ArrowDown':
      return to(spot.row + step, spot.column);
    case 'ArrowLeft':
      return to(spot.row, spot.column - step);
    case 'ArrowRight':
      return to(spot.row, spot.column + step);
    case 'PageUp':
      return to(spot.row - 10, spot.column);
    case 'PageDown':
      return to(spot.row + 10, spot.column);
    case 'Home':
      return to(key.ctrlKey ? 0 : spot.row, 0);
    case 'End':
      return to(key.ctrlKey ? rows - 1 : spot.row, columns - 1);
    default:
      return null;
  }
}
