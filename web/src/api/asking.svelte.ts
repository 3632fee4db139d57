import { untrack } from 'svelte';
import { store } from './store.svelte';

/**
 * A question that is asked again whenever what it depends on changes, and when the store is back. The last answer stays while the next is
 * under way (`stale`), so that figures do not flicker. Must be made while a component is set up.
 */
export class Asking<Data> {
  data = $state.raw<Data | undefined>();
  error = $state.raw<Error | undefined>();
  stale = $state(true);
  #again = $state(0);

  /** `question` asks, or gives null where there is nothing to ask; what it reads at once, it depends on. */
  constructor(question: () => Promise<Data> | null) {
    $effect(() => {
      void this.#again;
      void store.returns;
      const asked = question();
      let wanted = true;
      untrack(() => {
        this.stale = asked !== null;
        this.error = undefined;
        if (asked === null) this.data = undefined;
      });
      asked?.then(
        (data) => {
          if (!wanted) return;
          this.data = data;
          this.stale = false;
        },
        (error: unknown) => {
          if (!wanted) return;
          this.error = error instanceof Error ? error : new Error(String(error));
          this.data = undefined;
          this.stale = false;
        },
      );
      return () => {
        wanted = false;
      };
    });
  }

  retry(): void {
    this.#again += 1;
  }
}
