import { ask } from '../api/client';
import { MAP, type MapData } from '../api/map';

/** What the whole explorer knows of the map: its day, its sources, its vocabulary. Fetched once. */
class TheMap {
  #data = $state.raw<MapData>();
  error = $state.raw<Error>();

  constructor() {
    this.load();
  }

  load(): void {
    this.error = undefined;
    ask(MAP, {}).then(
      (data) => {
        this.#data = data;
      },
      (error: unknown) => {
        this.error = error instanceof Error ? error : new Error(String(error));
      },
    );
  }

  get fictional(): boolean {
    return this.#data?.about.fictional ?? false;
  }

  /** Whether anything has been imported at all. */
  get empty(): boolean {
    return this.#data !== undefined && this.#data.about.counts.sources === 0;
  }

  get sources(): number {
    return this.#data?.about.counts.sources ?? 0;
  }

  /** Today as the server has it. */
  get today(): string {
    return this.#data?.about.today ?? '';
  }

  get version(): string {
    return this.#data?.about.version ?? '';
  }

  get exchanges(): MapData['vocabulary']['exchangeTypes'] {
    return this.#data?.vocabulary.exchangeTypes ?? [];
  }

  get organisationTypes(): MapData['vocabulary']['organisationTypes'] {
    return this.#data?.vocabulary.organisationTypes ?? [];
  }

  get capabilities(): MapData['vocabulary']['capabilities'] {
    return this.#data?.vocabulary.capabilities ?? [];
  }

  /** What the licences of the evidence ask to be shown. */
  get attributions(): readonly string[] {
    return this.#data?.about.attribution ?? [];
  }

  /** What an exchange type is called inside a sentence, as in “can exchange referrals”. */
  plural(code: string): string {
    return this.exchanges.find((one) => one.code === code)?.plural ?? code.replaceAll('_', ' ');
  }
}

export const map = new TheMap();
