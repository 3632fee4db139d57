import { describe, expect, it } from 'vitest';
import { pages } from './sources';

const claim = (source: string, sourceTitle: string | null, sourceUrl: string | null, rival = false) => ({
  source,
  sourceTitle,
  sourceUrl,
  rival,
});

describe('the sources of a fact', () => {
  it('names each page once, rivals last', () => {
    expect(
      pages([
        claim('a', 'Old list', 'https://example.org/old', true),
        claim('a', 'New list', null),
        claim('a', 'New list', 'https://example.org/new'),
        claim('b', null, null),
      ]),
    ).toEqual([
      { title: 'New list', url: 'https://example.org/new' },
      { title: 'b', url: null },
      { title: 'Old list', url: 'https://example.org/old' },
    ]);
  });

  it('links to nothing but web pages', () => {
    expect(pages([claim('a', 'T', 'javascript:alert(1)')])[0]?.url).toBeNull();
  });
});
