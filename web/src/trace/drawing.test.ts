import { describe, expect, it } from 'vitest';
import { card } from './cards';
import { BETWEEN, lines, svg, walk, WIDTH, widthIn } from './drawing';
import { place } from './layout';

const roots = [
  card({
    id: '> a',
    kind: 'system',
    title: 'Arden & <Sons>',
    ahead: [
      card({
        id: '>a b',
        kind: 'wires',
        title: '',
        status: 'planned',
        wires: [{ id: '1', exchange: 'Referral', format: 'ERS-R4', status: 'planned', note: '' }],
        ahead: [card({ id: '> b', kind: 'system', title: 'Beacon', status: 'planned' })],
      }),
    ],
    behind: [card({ id: '<a c', kind: 'wires', title: '', status: 'works' })],
  }),
];

describe('the drawing of a trace', () => {
  it('draws one line for each card that hangs on another, from left to right', () => {
    const found = lines(roots, place(roots));
    expect(found.map((line) => [line.id, line.status])).toEqual([
      ['> a → >a b', 'planned'],
      ['>a b → > b', 'planned'],
      ['<a c → > a', 'works'],
    ]);
    for (const { path } of found) {
      const [, x1, x2] = /^M([\d.]+) .* ([\d.]+) [\d.]+$/.exec(path) ?? [];
      expect(Number(x1)).toBeLessThan(Number(x2));
    }
  });

  it('gives cards the space there is, so that names are cut only where there is none', () => {
    expect(widthIn(3 * 240 + 2 * BETWEEN, 3)).toBe(240);
    expect(widthIn(4000, 3)).toBe(320);
    expect(widthIn(300, 3)).toBe(WIDTH);
    const [line] = lines(roots, place(roots), 240);
    // One column stands left of the root.
    expect(line?.path).toMatch(new RegExp(`^M${240 + BETWEEN + 240} .* ${2 * (240 + BETWEEN)} [\\d.]+$`));
  });

  it('holds every card once', () => {
    expect(walk(roots).map((one) => one.id)).toEqual(['> a', '<a c', '>a b', '> b']);
  });

  it('makes an SVG that parses, with title, legend and foot', () => {
    const text = svg(roots, 'What Arden & <Sons> reaches', 'As of 22 November 2026');
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelector('title')?.textContent).toBe('What Arden & <Sons> reaches');
    expect(text).toContain('stroke-dasharray="2 4"');
    expect(text).toContain('As of 22 November 2026');
  });
});
