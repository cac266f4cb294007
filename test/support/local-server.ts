import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** What a server does with a request; `n` counts those of the test from 1. */
export type Answering = (request: IncomingMessage, response: ServerResponse, n: number) => void | Promise<void>;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on the loopback, whose answers each test decides. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  answer: Answering;
  asked: Asked[];
}

export function useServer(): LocalServer {
  const local: LocalServer = { url: '', answer: (_, response) => void response.writeHead(404).end(), asked: [] };
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      local.asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
      void local.answer(request, response, local.asked.length);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    local.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  beforeEach(() => {
    local.asked = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return local;
}

/** What a well-behaved server of files does: validators, conditions and ranges. */
export function serveFile(bytes: Buffer, { etag = '"un"', ranges = true }: { readonly etag?: string | null; readonly ranges?: boolean } = {}): Answering {
  return (request, response) => {
    const validator = etag === null ? {} : { ETag: etag };
    if (etag !== null && request.headers['if-none-match'] === etag) {
      response.writeHead(304, validator).end();
      return;
    }
    const first = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    if (!ranges || first === undefined || request.headers['if-range'] !== etag) {
      response.writeHead(200, { ...validator, 'Content-Length': bytes.length }).end(bytes);
      return;
    }
    const rest = bytes.subarray(Number(first));
    const range = `bytes ${first}-${String(bytes.length - 1)}/${String(bytes.length)}`;
    response.writeHead(206, { ...validator, 'Content-Length': rest.length, 'Content-Range': range }).end(rest);
  };
}

/** Sends part of a file, then cuts the connection. */
export const cutAfter = (bytes: Buffer, sent: number, headers: Record<string, string> = { ETag: '"un"' }): Answering => (_, response) => {
  response.writeHead(200, { ...headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, sent), () => response.destroy());
};
