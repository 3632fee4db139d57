import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TadaDocumentNode } from './graphql';
import { ask as askTyped, askRaw, forget, RequestFailed, write } from './client';
import { store } from './store.svelte';

const ask = (asked: { document: string; variables: object }) =>
  askTyped(asked.document as unknown as TadaDocumentNode<unknown, object>, asked.variables);

const question = { document: '{ revision }', variables: {} };

function answering(body: string, init: ResponseInit = {}) {
  const fetch = vi.fn(async () => new Response(body, init));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

describe('the client', () => {
  beforeEach(forget);
  afterEach(() => vi.unstubAllGlobals());

  it('posts to a relative address, so that any proxy prefix works', async () => {
    const fetch = answering('{"data":{"revision":3}}');
    expect(await ask(question)).toEqual({ revision: 3 });
    const [url, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(url).toBe('graphql');
    expect(init.method).toBe('POST');
    expect(JSON.parse(init.body as string)).toEqual({ query: '{ revision }', variables: {} });
  });

  it('asks equal questions once', async () => {
    const fetch = answering('{"data":{"revision":3}}');
    await Promise.all([ask(question), ask(question)]);
    await ask({ ...question, variables: { first: 1 } });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('asks anew once something is written, and writes as often as it is told to', async () => {
    const fetch = answering('{"data":{"revision":3}}');
    const change = '{ change }' as unknown as TadaDocumentNode<unknown, object>;
    await ask(question);
    await write(change, {});
    await write(change, {});
    await ask(question);
    expect(fetch).toHaveBeenCalledTimes(4);
    answering('{"data":null,"errors":[{"message":"read-only"}]}');
    await expect(write(change, {})).rejects.toThrow('read-only');
  });

  it('fails on errors and asks anew the next time', async () => {
    answering('{"data":null,"errors":[{"message":"no such code RXX"}]}');
    await expect(ask(question)).rejects.toThrow('no such code RXX');
    answering('{"data":{"revision":4}}');
    expect(await ask(question)).toEqual({ revision: 4 });
  });

  it('says that the server cannot be reached, and what answered in its place', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('failed');
    });
    await expect(ask(question)).rejects.toThrow('cannot be reached');
    answering('<html>', { status: 502, statusText: 'Bad Gateway' });
    await expect(ask(question)).rejects.toThrow(new RequestFailed('The server answered 502 Bad Gateway.'));
  });

  it('gives errors as they are when asked raw', async () => {
    answering('{"errors":[{"message":"Syntax Error"}]}');
    expect(await askRaw(question)).toEqual({ errors: [{ message: 'Syntax Error' }] });
  });

  describe('of long work', () => {
    const FAR = 'event: progress\ndata: {"stage":"trying","done":1,"total":4}\n\n';
    const END = 'event: next\ndata: {"data":{"revision":3}}\n\nevent: complete\ndata:\n\n';

    /** A server that sends these parts, and then nothing more unless it is `over`. */
    function streaming(parts: readonly string[], over = true) {
      const signals: AbortSignal[] = [];
      const fetch = vi.fn(async (_: string, { signal }: { signal: AbortSignal }) => {
        signals.push(signal);
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
            if (over) controller.close();
            else signal.addEventListener('abort', () => controller.error(signal.reason));
          },
        });
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      });
      vi.stubGlobal('fetch', fetch);
      return { fetch, signals };
    }

    function waiter() {
      const leaving = new AbortController();
      return {
        told: vi.fn(),
        leaving,
        get waiter() {
          return { tell: this.told, signal: leaving.signal };
        },
      };
    }
    const long = (one: ReturnType<typeof waiter>) =>
      askTyped(question.document as unknown as TadaDocumentNode<unknown, object>, {}, one.waiter);

    it('tells how far it is, however the stream is cut', async () => {
      const whole = FAR + END;
      for (const cut of [1, 20, FAR.length - 1, FAR.length, FAR.length + 9]) {
        forget();
        const { fetch } = streaming([whole.slice(0, cut), whole.slice(cut)]);
        const one = waiter();
        expect(await long(one)).toEqual({ revision: 3 });
        expect(one.told.mock.calls).toEqual([[{ stage: 'trying', done: 1, total: 4 }]]);
        const [, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
        expect(new Headers(init.headers).get('accept')).toContain('text/event-stream');
      }
    });

    it('takes an answer that is no stream as well', async () => {
      answering('{"data":{"revision":3}}');
      expect(await long(waiter())).toEqual({ revision: 3 });
    });

    it('says that the server went away, and asks anew the next time', async () => {
      streaming([FAR]);
      await expect(long(waiter())).rejects.toThrow('went away');
      streaming([END]);
      expect(await long(waiter())).toEqual({ revision: 3 });
    });

    it('is done once for all who wait, and ends when the last of them leaves', async () => {
      const { fetch, signals } = streaming([FAR], false);
      const [one, other] = [waiter(), waiter()];
      const answers = [long(one), long(other)];
      for (const answer of answers) answer.catch(() => undefined);
      await vi.waitFor(() => expect(other.told).toHaveBeenCalledTimes(1));
      expect(one.told).toHaveBeenCalledTimes(1);
      one.leaving.abort();
      expect(signals[0]?.aborted).toBe(false);
      other.leaving.abort();
      expect(signals[0]?.aborted).toBe(true);
      await expect(answers[1]).rejects.toThrow();
      expect(fetch).toHaveBeenCalledTimes(1);
      streaming([END]);
      expect(await long(waiter())).toEqual({ revision: 3 });
    });
  });

  describe('of a store that is away', () => {
    const away = {
      away: true,
      since: '2026-11-22T10:15:00Z',
      reason: 'r',
      snapshotRevision: 3,
      snapshotAge: 9,
    };
    const fault = (...path: (string | number)[]) => ({
      message: 'This needs the store',
      path,
      extensions: { code: 'STORE_UNAVAILABLE' },
    });
    const unavailable = (...path: (string | number)[]) =>
      answering(
        JSON.stringify({
          data: { system: { key: 'a', claims: null } },
          errors: [fault(...path)],
          extensions: { store: away },
        }),
      );
    beforeEach(() => void store.heard(undefined));

    it('knows until an answer no longer says so, and then asks everything anew', async () => {
      answering(JSON.stringify({ data: { revision: 3 }, extensions: { store: away } }));
      await ask(question);
      expect(store.away).toEqual(away);
      const { returns } = store;
      const fetch = answering('{"data":{"revision":4}}');
      await askRaw({ document: '{ another }', variables: {} });
      expect(store.away).toBeUndefined();
      expect(store.returns).toBe(returns + 1);
      expect(await ask(question)).toEqual({ revision: 4 });
      expect(fetch).toHaveBeenCalledTimes(2);
    });

    it('takes the rest of an answer, and asks anew the next time', async () => {
      unavailable('system', 'claims');
      expect(await ask(question)).toEqual({ system: { key: 'a', claims: null } });
      answering('{"data":{"system":{"key":"a","claims":[]}}}');
      expect(await ask(question)).toEqual({ system: { key: 'a', claims: [] } });
    });

    it('fails where more than claims or imports is missing', async () => {
      unavailable('system');
      await expect(ask(question)).rejects.toThrow('This needs the store');
    });
  });
});
