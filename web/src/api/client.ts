import type { TadaDocumentNode } from './graphql';
import { answerIn, Waiters, type Waiter } from './progress';
import { store, type Away } from './store.svelte';

/** A question as sent: a document of the schema and its variables. */
export interface Asked {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly Fault[];
  readonly extensions?: { readonly store?: Away };
}

/** The server answered with errors, or not at all. `faults` is empty when it could not be reached. */
export class RequestFailed extends Error {
  constructor(
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
    this.name = 'RequestFailed';
  }
}

/** Whether an error says that the map holds nothing under the id asked for. */
export function isUnknown(error: Error | undefined): boolean {
  return (
    error instanceof RequestFailed &&
    error.faults.some((fault) => fault.extensions?.['code'] === 'UNKNOWN_ID')
  );
}

/** Fields that only the store itself can answer: null while it is away, and what asks for them shows the rest. */
const OF_THE_STORE = ['claims', 'runs', 'scenarios'];

function isOfTheStore(fault: Fault): boolean {
  return (
    fault.extensions?.['code'] === 'STORE_UNAVAILABLE' &&
    OF_THE_STORE.includes(String(fault.path?.[fault.path.length - 1]))
  );
}

const KEPT = 80;
const FRESH_FOR_MS = 60_000;

interface Kept {
  /** When it was answered. */
  at: number;
  readonly answer: Promise<Answer>;
  waiters: Waiters | null;
}
const kept = new Map<string, Kept>();

async function post(asked: Asked, signal?: AbortSignal, waiters?: Waiters | null): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch('graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: waiters ? 'text/event-stream, application/json' : 'application/json',
      },
      body: JSON.stringify({ query: asked.document, variables: asked.variables }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed('The server cannot be reached. Is “graphmap serve” still running?');
  }
  const text = await told(response, signal, waiters);
  try {
    const answer = JSON.parse(text) as Answer;
    if (response.ok && store.heard(answer.extensions?.store)) forget();
    return answer;
  } catch {
    throw new RequestFailed(`The server answered ${response.status} ${response.statusText}`.trim() + '.');
  }
}

async function told(response: Response, signal?: AbortSignal, waiters?: Waiters | null): Promise<string> {
  const streamed = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!streamed || !response.body || !waiters) return response.text();
  let text: string | undefined;
  try {
    text = await answerIn(response.body, waiters.tell);
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  if (text === undefined) throw new RequestFailed('The server went away before it had the answer.');
  return text;
}

/** Ask, and take the answer whatever it holds: for the query page. */
export function askRaw(asked: Asked, signal?: AbortSignal): Promise<Answer> {
  return post(asked, signal);
}

/**
 * Ask, and fail on errors, save those that say that the store is away of a field that needs it. Equal questions share one
 * answer while it is under way and for a minute after, so that going back is at once. Long work has a `waiter`, who is told
 * how far it is; the work ends when the last of them leaves.
 *
 * @throws RequestFailed
 */
export async function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  waiter?: Waiter,
): Promise<Data> {
  // At run time a document is its text (graphql.ts).
  const asked = {
    document: document as unknown as string,
    variables: variables as Readonly<Record<string, unknown>>,
  };
  const key = JSON.stringify([asked.document, asked.variables]);
  let entry = kept.get(key);
  if (!entry || entry.waiters?.signal.aborted || Date.now() - entry.at > FRESH_FOR_MS) {
    const waiters = waiter ? new Waiters() : null;
    const made: Kept = { at: Infinity, answer: post(asked, waiters?.signal, waiters), waiters };
    entry = made;
    kept.set(key, made);
    made.answer.then(
      () => {
        made.at = Date.now();
        made.waiters = null;
      },
      () => kept.get(key) === made && kept.delete(key),
    );
    if (kept.size > KEPT) {
      const oldest = kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
    }
  }
  if (waiter) entry.waiters?.join(waiter);
  const answer = await entry.answer;
  const faults = answer.errors ?? [];
  if (faults.length || !answer.data) kept.delete(key);
  const first = faults.find((fault) => !isOfTheStore(fault));
  if (first || !answer.data) {
    throw new RequestFailed(first?.message ?? 'The server gave no data.', faults);
  }
  return answer.data as Data;
}

/**
 * Have something written, and ask everything anew after that. Sent once: what was lost on the way may have been written.
 *
 * @throws RequestFailed
 */
export async function write<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, errors = [] } = await post({
    document: document as unknown as string,
    variables: variables as Readonly<Record<string, unknown>>,
  });
  forget();
  if (errors[0] || !data) throw new RequestFailed(errors[0]?.message ?? 'The server gave no data.', errors);
  return data as Data;
}

/** Ask everything anew from now on. */
export function forget(): void {
  kept.clear();
}
