/** How far long work of the server is. */
export interface Progress {
  /** What is done, as in “trying one change after the other”. */
  readonly stage: string;
  readonly done: number;
  /** Null where nobody can say. */
  readonly total: number | null;
}

/** Somebody who waits for long work: is told how far it is, and leaves by the signal. */
export interface Waiter {
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** All who wait for the same work; it is given up when the last of them leaves. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  readonly #work = new AbortController();

  /** Aborts the work. */
  get signal(): AbortSignal {
    return this.#work.signal;
  }

  join(waiter: Waiter): void {
    this.#waiting.add(waiter);
    waiter.signal.addEventListener('abort', () => {
      this.#waiting.delete(waiter);
      if (!this.#waiting.size) this.#work.abort();
    });
  }

  readonly tell = (progress: Progress): void => {
    for (const waiter of this.#waiting) waiter.tell(progress);
  };
}

/**
 * The answer in a stream of server-sent events; `tell` hears of progress before it. Undefined where the stream ends without one.
 */
export async function answerIn(
  stream: ReadableStream<Uint8Array>,
  tell: (progress: Progress) => void,
): Promise<string | undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let answer: string | undefined;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return answer;
    text += decoder.decode(value, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: ?(.*)$/.exec(event) ?? [];
      if (name === 'progress' && data) tell(JSON.parse(data) as Progress);
      else if (name === 'next') answer = data;
    }
  }
}
