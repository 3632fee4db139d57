import { ask } from '../api/client';
import { MAP, type MapData } from '../api/map';
import { nodes } from '../api/paging';

interface Coded {
  readonly code: string;
  readonly name: string;
}

/** What the whole explorer knows of the map: its sources, its day, its vocabulary. Fetched once. */
class TheMap {
  #data = $state.raw<MapData>();
  error = $state.raw<Error>();

  constructor() {
    this.load();
  }

  load(): void {
    ask<MapData>({ document: MAP, variables: {} }).then(
      (data) => {
        this.#data = data;
        this.error = undefined;
      },
      (error: unknown) => {
        this.error = error instanceof Error ? error : new Error(String(error));
      },
    );
  }

  get known(): boolean {
    return this.#data !== undefined;
  }

  get sources() {
    return this.#data ? nodes(this.#data.sources) : [];
  }

  get fictional(): boolean {
    return this.sources.some((source) => source.fictional);
  }

  /** Today as the server has it. */
  get today(): string {
    return this.#data?.today ?? '';
  }

  get exchanges(): readonly Coded[] {
    return this.#data?.vocabulary.exchangeTypes ?? [];
  }

  get organisationTypes(): readonly Coded[] {
    return this.#data?.vocabulary.organisationTypes ?? [];
  }

  get capabilities(): readonly Coded[] {
    return this.#data?.vocabulary.capabilities ?? [];
  }

  /** One line for each licence that asks for one. */
  get attributions(): readonly string[] {
    return [...new Set(this.sources.map((source) => source.attribution ?? '').filter(Boolean))];
  }
}

export const map = new TheMap();
