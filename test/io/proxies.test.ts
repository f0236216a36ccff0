// What goes out goes through the proxies of the environment; where Node cannot, a failure says so. Each Node shows one of both.
import * as http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fetchDocument } from '../../src/io/http.ts';
import { awsClient } from '../../src/publish/aws/client.ts';
import { call } from '../../src/publish/call.ts';

const KNOWS_PROXIES = 'setGlobalProxyFromEnv' in http;
const NOTE = '; HTTP_PROXY is set, which Node.js takes from 24.14 on';

const asked: string[] = [];
/** Nobody listens there: only the proxy answers for it. */
let away = '';
const server = http.createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('<rss/>');
});
// A tunnel leads back to this server, whatever host is asked for.
server.on('connect', (_request, socket: Socket) => {
  const { port } = server.address() as AddressInfo;
  const inside = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  socket.pipe(inside).pipe(socket);
  for (const end of [socket, inside]) end.on('error', () => undefined);
});

const listen = async (on: http.Server): Promise<number> => {
  await new Promise<void>((done) => on.listen(0, '127.0.0.1', done));
  return (on.address() as AddressInfo).port;
};
const close = (one: http.Server) => new Promise((done) => one.close(done));

beforeAll(async () => {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, undefined);
  vi.stubEnv('HTTP_PROXY', `http://ann:hidden@127.0.0.1:${await listen(server)}`);
  const nobody = http.createServer();
  away = `http://127.0.0.1:${await listen(nobody)}`;
  await close(nobody);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await close(server);
});

const credentials = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: undefined };

/** Each way out of the program. */
const WAYS: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
  ['fetchDocument', fetchDocument],
  ['call', (url) => call(url, {}, { attempts: 1 })],
  [
    'awsClient',
    async (url) => {
      const client = awsClient({ credentials, region: 'x', connections: 1 });
      await client.send({ method: 'GET', url: new URL(url), attempts: 1 }).finally(() => client.close());
    },
  ],
];

test.each(WAYS)('%s goes through the proxy, or says that there is one', async (name, goOut) => {
  const failure = await goOut(`${away}/${name}`).then(
    () => undefined,
    (error: Error) => error.message,
  );
  expect([failure?.includes(NOTE), asked.some((path) => path.endsWith(`/${name}`))]).toEqual(
    KNOWS_PROXIES ? [undefined, true] : [true, false],
  );
  expect(failure ?? '').not.toContain('hidden');
});

test('a proxy that is no address is told without what it says', async () => {
  vi.stubEnv('HTTP_PROXY', 'http://ann:hidden@:x');
  vi.resetModules();
  const { proxyOptions } = await import('../../src/io/proxies.ts');
  const said = () => {
    try {
      proxyOptions();
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
  const told = 'WorldFailure: HTTP_PROXY or HTTPS_PROXY is no address of a proxy. Write http://host:port.';
  expect(said()).toBe(KNOWS_PROXIES ? told : undefined);
});
