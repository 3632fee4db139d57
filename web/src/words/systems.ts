/** What a system is called: its product; where nobody states that, its id. */
export function systemName(system: {
  readonly key: string;
  readonly product: { readonly name: string } | null;
}): string {
  return system.product?.name ?? system.key;
}
