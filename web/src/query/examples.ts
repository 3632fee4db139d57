export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: string;
}

export const EXAMPLES: readonly Example[] = [];
