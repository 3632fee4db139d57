import { address, change, format, parse, type Changes, type Place } from './place';

/** Where the reader is. The address bar is the only state that views share. */
class Here {
  place = $state.raw<Place>(parse(window.location.hash));
  /** How many views have been opened; the first keeps the browser's own focus. */
  visits = $state(0);

  constructor() {
    const read = () => {
      this.#cancel();
      // In-page anchors such as the skip link's are no places.
      if (window.location.hash === '' || window.location.hash.startsWith('#/')) {
        this.place = parse(window.location.hash);
      }
    };
    window.addEventListener('hashchange', read);
    window.addEventListener('popstate', read);
  }

  get params(): Readonly<Record<string, string>> {
    return this.place.params;
  }

  /** The address of another view under the same reading and dates. */
  to(path: readonly string[], params: Changes = {}): string {
    return address(this.place, path, params);
  }

  /** Open a place as a new step of the history. */
  open(hash: string): void {
    this.#write();
    if (hash !== window.location.hash) history.pushState(null, '', hash);
    this.place = parse(hash);
  }

  /** Change parameters; by default without a step in the history. */
  set(changes: Changes, step: 'replace' | 'push' = 'replace'): void {
    const place = change(this.place, changes);
    const hash = format(place);
    if (hash === format(this.place)) return;
    if (step === 'push') {
      this.#write();
      history.pushState(null, '', hash);
    } else {
      // Browsers refuse more than a few replacements a second, which typing makes.
      this.#cancel();
      this.#pending = window.setTimeout(() => this.#write(), 150);
    }
    this.place = place;
  }

  /** The whole address of the view, for sharing. */
  get href(): string {
    this.#write();
    return window.location.href;
  }

  #pending: number | undefined;

  #cancel(): void {
    window.clearTimeout(this.#pending);
    this.#pending = undefined;
  }

  #write(): void {
    if (this.#pending === undefined) return;
    this.#cancel();
    history.replaceState(null, '', format(this.place));
  }
}

export const here = new Here();
