import { LOOKS, type Status } from '../words/status';

/** Sizes of a drawn matrix in device pixels. Cells are whole pixels, so that rows look alike. */
export interface Sizes {
  readonly cell: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

const LARGEST_CELL = 54;

export function sizes(rows: number, columns: number, space: number, ratio: number): Sizes {
  const longest = Math.max(rows, columns, 1);
  const cell = Math.max(1, Math.min(Math.floor((space * ratio) / longest), Math.round(LARGEST_CELL * ratio)));
  return { cell, width: cell * columns, height: cell * rows, ratio };
}

function channels(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const FADE = 0.16;

/** One pixel per cell. What `keep` leaves out is faded, not removed. */
export function pixels(
  rows: number,
  columns: number,
  status: (row: number, column: number) => Status | null,
  keep: (row: number, column: number) => boolean,
): Uint8ClampedArray<ArrayBuffer> {
  const colours = new Map<Status, readonly [number, number, number]>();
  for (const [name, look] of Object.entries(LOOKS)) colours.set(name as Status, channels(look.colour));
  const bytes = new Uint8ClampedArray(rows * columns * 4);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const offset = 4 * (row * columns + column);
      const found = status(row, column);
      const colour = (found && colours.get(found)) ?? [255, 255, 255];
      const strength = found === null || keep(row, column) ? 1 : FADE;
      for (let part = 0; part < 3; part += 1) {
        bytes[offset + part] = 255 - (255 - (colour[part] ?? 255)) * strength;
      }
      bytes[offset + 3] = 255;
    }
  }
  return bytes;
}

/** The same glyphs as the legend's, so that colour is never the only sign. */
export function glyph(
  context: CanvasRenderingContext2D,
  status: Status,
  x: number,
  y: number,
  cell: number,
): void {
  const r = cell * 0.19;
  const pale = status === 'works' || status === 'cannot';
  context.strokeStyle = pale ? '#fff' : '#212b32';
  context.fillStyle = pale ? '#fff' : '#212b32';
  context.lineWidth = Math.max(1, cell * 0.06);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  switch (status) {
    case 'works':
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fill();
      break;
    case 'oneway':
      context.arc(x, y, r * 1.15, 0, 2 * Math.PI);
      context.stroke();
      context.beginPath();
      context.arc(x, y, r * 1.15, Math.PI / 2, (3 * Math.PI) / 2);
      context.fill();
      break;
    case 'planned':
      context.moveTo(x, y - r * 1.15);
      context.lineTo(x + r * 1.2, y + r);
      context.lineTo(x - r * 1.2, y + r);
      context.closePath();
      context.stroke();
      break;
    case 'cannot':
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
      context.stroke();
      break;
    case 'unrecorded':
      context.arc(x, y, Math.max(1, cell * 0.06), 0, 2 * Math.PI);
      context.fill();
      break;
    case 'outside':
      break;
  }
}
