import { follow, type FollowOptions, type StreamedEvent } from './stream.js';
import { Transport, type Answer, type PilotPairingOptions } from './transport.js';
import type { Args, Common, Item, ListPaths, Method, PathsOf, Result } from './types.js';

interface AnyCall extends Common {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** One installation and one key. Paths, bodies and answers are typed from the OpenAPI description. */
export class PilotPairing {
  private readonly transport: Transport;
  private readonly base: string;
  private readonly key: string;

  constructor(options: PilotPairingOptions) {
    if (!/^https?:\/\//.test(options.baseUrl)) throw new TypeError('baseUrl must be the http or https address of an installation');
    if (!options.key.startsWith('ps_')) throw new TypeError('key must be an API key, which begins with ps_');
    this.base = options.baseUrl.replace(/\/+$/, '');
    this.key = options.key;
    this.transport = new Transport(options);
  }

  get<P extends PathsOf<'get'>>(path: P, ...[call]: Args<'get', P>): Promise<Result<'get', P>> {
    return this.result('get', path, call);
  }

  /** With an idempotency key unless the route is a link's page's: sending it again does nothing twice. */
  post<P extends PathsOf<'post'>>(path: P, ...[call]: Args<'post', P>): Promise<Result<'post', P>> {
    return this.result('post', path, call);
  }

  put<P extends PathsOf<'put'>>(path: P, ...[call]: Args<'put', P>): Promise<Result<'put', P>> {
    return this.result('put', path, call);
  }

  patch<P extends PathsOf<'patch'>>(path: P, ...[call]: Args<'patch', P>): Promise<Result<'patch', P>> {
    return this.result('patch', path, call);
  }

  delete<P extends PathsOf<'delete'>>(path: P, ...[call]: Args<'delete', P>): Promise<Result<'delete', P>> {
    return this.result('delete', path, call);
  }

  /** Every item of a list, page by page: `for await (const link of pairing.list('/v1/links'))`. */
  async *list<P extends ListPaths>(path: P, ...[call]: Args<'get', P>): AsyncGenerator<Item<P>, void, undefined> {
    let query: string | undefined;
    do {
      const answer = await this.send('get', path, call as AnyCall | undefined, query);
      yield* JSON.parse(answer.text) as Item<P>[];
      query = nextOf(answer.headers.get('link'));
    } while (query !== undefined);
  }

  /** Events as they happen, each once, whatever happens to the connection in between; ends when `signal` is aborted. */
  follow(options: FollowOptions = {}): AsyncGenerator<StreamedEvent, void, undefined> {
    return follow(this.transport, `${this.base}/v1/events/stream`, this.key, options);
  }

  private async result<M extends Method, P extends PathsOf<M>>(method: M, path: P, call: unknown): Promise<Result<M, P>> {
    const answer = await this.send(method, path as string, call as AnyCall | undefined);
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    return (isJson ? JSON.parse(answer.text) : answer.text || undefined) as Result<M, P>;
  }

  private send(method: Method, path: string, call: AnyCall = {}, query?: string): Promise<Answer> {
    const url = new URL(this.base + path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(call.path?.[name]))));
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    }
    // The address is the server's public one, which may be another than the one it is reached at here.
    if (query !== undefined) url.search = query;
    const isKeyed = !/^\/v1\/(remote-pairing|connect|meta-embedded|meta-credentials)\/|^\/api\/public\//.test(path);
    const headers: Record<string, string> = { accept: 'application/json, text/csv;q=0.5' };
    if (isKeyed) headers['x-api-key'] = this.key;
    if (isKeyed && method === 'post') headers['idempotency-key'] = call.idempotencyKey ?? crypto.randomUUID();
    const isForm = call.body instanceof FormData;
    if (call.body !== undefined && !isForm) headers['content-type'] = 'application/json';
    for (const [name, value] of Object.entries(call.headers ?? {})) headers[name.toLowerCase()] = value;
    const body = call.body === undefined ? undefined : isForm ? (call.body as FormData) : JSON.stringify(call.body);
    return this.transport.send({ method: method.toUpperCase(), url, headers, body, signal: call.signal });
  }
}

function nextOf(link: string | null): string | undefined {
  const next = link?.match(/<([^>]+)>;\s*rel="next"/)?.[1];
  return next === undefined ? undefined : new URL(next, 'https://any.invalid').search;
}
