import type { Component } from 'svelte';

interface View {
  readonly default: Component<{ path: readonly string[] }>;
}

/** Views that need no path declare no properties at all. */
function view(load: () => Promise<{ readonly default: unknown }>): () => Promise<View> {
  return load as () => Promise<View>;
}

/** The views by the first word of their address; each is fetched when it is first opened. */
export const VIEWS: Readonly<Record<string, () => Promise<View>>> = {
  '': view(() => import('../views/Overview.svelte')),
  exchange: view(() => import('../views/Exchange.svelte')),
  organisations: view(() => import('../views/Organisations.svelte')),
  organisation: view(() => import('../views/Organisation.svelte')),
  trace: view(() => import('../views/Trace.svelte')),
  route: view(() => import('../views/Route.svelte')),
  fixes: view(() => import('../views/Fixes.svelte')),
  silos: view(() => import('../views/Silos.svelte')),
  impact: view(() => import('../views/Impact.svelte')),
  market: view(() => import('../views/Market.svelte')),
  'what-if': view(() => import('../views/WhatIf.svelte')),
  questions: view(() => import('../views/Questions.svelte')),
  coverage: view(() => import('../views/Coverage.svelte')),
  changes: view(() => import('../views/Changes.svelte')),
  system: view(() => import('../views/System.svelte')),
  product: view(() => import('../views/Product.svelte')),
  supplier: view(() => import('../views/Supplier.svelte')),
  search: view(() => import('../views/Results.svelte')),
  query: view(() => import('../views/Query.svelte')),
  sources: view(() => import('../views/Sources.svelte')),
};

/** Views that hold one thing are made anew for another; the others keep what they can. */
export function identity(path: readonly string[]): string {
  const [view = ''] = path;
  return ['organisation', 'system', 'product', 'supplier', 'impact', 'market'].includes(view)
    ? path.join('/')
    : view;
}
