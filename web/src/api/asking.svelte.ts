import { untrack } from 'svelte';
import type { Progress, Waiter } from './progress';
import { store } from './store.svelte';

/**
 * A question that is asked again whenever what it depends on changes, and when the store is back. The last answer stays while the next is
 * under way (`stale`), so that figures do not flicker. Must be made while a component is set up.
 */
export class Asking<Data> {
  data = $state.raw<Data | undefined>();
  error = $state.raw<Error | undefined>();
  stale = $state(true);
  /** How far long work is, while it is under way and says so. */
  progress = $state.raw<Progress | undefined>();
  #again = $state(0);

  /**
   * `question` asks, or gives null where there is nothing to ask; what it reads at once, it depends on. It may hand on who waits, for work that
   * takes long.
   */
  constructor(question: (waiter: Waiter) => Promise<Data> | null) {
    let left: AbortController | undefined;
    $effect(() => {
      void this.#again;
      void store.returns;
      let wanted = true;
      const leaving = new AbortController();
      const tell = (progress: Progress) => {
        if (wanted) this.progress = progress;
      };
      const asked = question({ tell, signal: leaving.signal });
      untrack(() => {
        this.progress = undefined;
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
      // Who asks something else leaves the work before; who only looks elsewhere may come back to it.
      left?.abort();
      left = leaving;
      return () => {
        wanted = false;
      };
    });
  }

  retry(): void {
    this.#again += 1;
  }
}
