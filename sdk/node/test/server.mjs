// A server that answers request after request as a test says.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { PilotPairing } from '../dist/index.js';

export function envelope(code) {
  return { error: 'For people', code, requestId: 'req_1' };
}

/** @param answers One for each request: [status, body, headers], or a function of request and response. The last one stays. */
export async function serve(...answers) {
  const requests = [];
  const waits = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    requests.push({ method: request.method, url: request.url, headers: request.headers, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (typeof answer === 'function') return answer(request, response);
    const [status, value, headers = {}] = answer;
    const type = typeof value === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(typeof value === 'string' ? value : JSON.stringify(value));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  return {
    requests,
    waits,
    baseUrl,
    client: (options = {}) => new PilotPairing({ baseUrl, key: 'ps_test_x', sleep: async (ms) => void waits.push(ms), ...options }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Ends each server that a test began. */
export function serving(test) {
  return async (...answers) => {
    const server = await serve(...answers);
    test.after(server[Symbol.asyncDispose]);
    return server;
  };
}
