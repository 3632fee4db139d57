interface Flow {
  readonly exchange: { readonly name: string };
  readonly direction: string;
}

/** Flows in words, as in “Demographics in, Document out”. */
export function flowWords(flows: readonly Flow[]): string {
  return flows.map((flow) => `${flow.exchange.name} ${flow.direction.toLowerCase()}`).join(', ');
}
