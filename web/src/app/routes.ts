import type { Component } from 'svelte';

interface View {
  readonly default: Component<{ path: readonly string[] }>;
}

/** The views by the first word of their address; each is fetched when it is first opened. */
export const VIEWS: Readonly<Record<string, () => Promise<View>>> = {
  '': () => import('../views/Overview.svelte'),
  exchange: () => import('../views/Exchange.svelte'),
  organisations: () => import('../views/Organisations.svelte'),
  organisation: () => import('../views/Organisation.svelte'),
  trace: () => import('../views/Trace.svelte'),
  route: () => import('../views/Route.svelte'),
  silos: () => import('../views/Silos.svelte'),
  system: () => import('../views/System.svelte'),
  product: () => import('../views/Product.svelte'),
  supplier: () => import('../views/Supplier.svelte'),
  search: () => import('../views/Results.svelte'),
  query: () => import('../views/Query.svelte'),
  sources: () => import('../views/Sources.svelte'),
};

/** Views that hold one thing are made anew for another; the others keep what they can. */
export function identity(path: readonly string[]): string {
  const [view = ''] = path;
  return ['organisation', 'system', 'product', 'supplier'].includes(view) ? path.join('/') : view;
}
