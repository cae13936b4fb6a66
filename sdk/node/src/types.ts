import type { components, paths } from './generated/openapi.js';

export type Schemas = components['schemas'];
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that have an operation of that method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

/** The paths that answer a list, which may have further pages. */
export type ListPaths = {
  [P in PathsOf<'get'>]: Result<'get', P> extends readonly unknown[] ? P : never;
}[PathsOf<'get'>];

type Content<R> = R extends { content: { 'application/json': infer J } } ? J : R extends { content: { 'text/csv': unknown } } ? string : undefined;
type Success<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R];

export type Result<M extends Method, P extends PathsOf<M>> = paths[P][M] extends { responses: infer R } ? Success<R> : never;
export type Item<P extends ListPaths> = Result<'get', P> extends readonly (infer T)[] ? T : never;

type InPath<O> = O extends { parameters: { path: infer V } } ? { path: V } : { path?: undefined };
type InQuery<O> = O extends { parameters: { query?: infer V } } ? { query?: V } : { query?: undefined };
type Body<C> = C extends { 'application/json': infer J } ? J : C extends { 'multipart/form-data': unknown } ? FormData : never;
type InBody<O> = O extends { requestBody: { content: infer C } }
  ? { body: Body<C> }
  : O extends { requestBody?: { content: infer C } }
    ? { body?: Body<C> }
    : { body?: undefined };

export interface Common {
  /** The same key is the same act: a second request with it gets the first one's answer. Drawn for each POST unless given. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Call<M extends Method, P extends PathsOf<M>> = Common & InPath<paths[P][M]> & InQuery<paths[P][M]> & InBody<paths[P][M]>;
/** Left out where nothing in it is required. */
export type Args<M extends Method, P extends PathsOf<M>> = object extends Call<M, P> ? [call?: Call<M, P>] : [call: Call<M, P>];

export type NumberEvent = Schemas['NumberEvent'];
export type LinkEvent = Schemas['LinkEvent'];
export type TestEvent = Schemas['TestEvent'];
/** The body of a webhook; `event` tells them apart. A server newer than this client may send others. */
export type PilotPairingEvent = NumberEvent | LinkEvent | TestEvent;
export type EventName = PilotPairingEvent['event'];
export type EventOf<N extends EventName> = N extends NumberEvent['event'] ? NumberEvent : N extends LinkEvent['event'] ? LinkEvent : TestEvent;
