import type { Component } from 'svelte';

interface View {
  readonly default: Component<{ path: readonly string[] }>;
}

/** The views by the first word of their address; each is fetched when it is first opened. */
export const VIEWS: Readonly<Record<string, () => Promise<View>>> = {
  '': () => import('../views/Overview.svelte'),
  exchange: () => import('../views/Exchange.svelte'),
  query: () => import('../views/Query.svelte'),
};

/** Views that hold one thing are made anew for another; the others keep what they can. */
export function identity(path: readonly string[]): string {
  const [view = ''] = path;
  return ['organisation', 'system', 'product', 'supplier'].includes(view) ? path.join('/') : view;
}
