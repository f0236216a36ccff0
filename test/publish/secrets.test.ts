// Whatever the environment holds, and whatever answers: no secret of it is ever printed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Loopback, startLoopback } from '../servers/loopback.ts';
import { runs } from '../support/runs.ts';
import { newWorkspace, runInside } from './publisher.ts';
import { articles, buildSite, configFor } from './site.ts';

const MARK = 'hunter2';
let server: Loopback;
let root: string;

beforeAll(async () => {
  server = await startLoopback(() => ({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }));
  const workspace = await newWorkspace();
  root = workspace.root;
  await buildSite(workspace.out, articles(2, 1));
});
afterAll(() => server.close());

const AWS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'session' };
const purging = (purge: string) => configFor(`publish:\n  purge:\n    ${purge}\n`);

describe('what no header can hold is refused by its name, before anything is asked', () => {
  test.each([
    ['AWS_ACCESS_KEY_ID', 's3://bucket/x', ''],
    ['AWS_SECRET_ACCESS_KEY', 's3://bucket/x', ''],
    ['AWS_SESSION_TOKEN', 's3://bucket/x', ''],
    ['CLOUDFLARE_API_TOKEN', 'TARGET', 'cloudflare: { zone: z }'],
    ['FASTLY_API_TOKEN', 'TARGET', 'fastly: { service: s }'],
  ])('%s', async (name, to, purge) => {
    await writeFile(join(root, 'feedmill.yaml'), purge === '' ? configFor() : purging(purge));
    const argv = ['--to', to.replace('TARGET', `file://${root}/target`), '--endpoint', server.url, '--json'];
    const before = server.asked.length;
    const { exitCode, stdout, stderr } = await runInside(argv, root, { ...AWS, [name]: `${MARK}\n${MARK}` });
    expect([exitCode, stdout, stderr]).toEqual([3, '', expect.stringContaining(`${name} holds characters`)]);
    expect(stderr).not.toContain(MARK);
    expect(server.asked.length).toBe(before);
  });

  test('in a profile too', async () => {
    await writeFile(join(root, 'feedmill.yaml'), configFor());
    const file = join(root, 'credentials');
    await writeFile(file, `[lab]\naws_access_key_id = A\naws_secret_access_key = k\naws_session_token = ${MARK}é\n`);
    const env = { AWS_PROFILE: 'lab', AWS_SHARED_CREDENTIALS_FILE: file };
    const { stderr } = await runInside(['--to', 's3://bucket/x', '--endpoint', server.url], root, env);
    expect(stderr).toContain('aws_session_token of profile lab holds characters');
    expect(stderr).not.toContain(MARK);
  });
});

test.each([
  [['--to', `s3://AKID:${MARK}@bucket/x`], 's3://…@bucket/x'],
  [['--to', `s3://AKID:${MARK}/+/${MARK}@bucket/x`], 's3://…@bucket/x'],
  [['--to', `https://me:${MARK}@host/x`], 'https://…@host/x'],
  [['--to', `file://me:${MARK}@host/x`], 'file://…@host/x'],
  [['--to', 's3://bucket/x', '--endpoint', `http://me:${MARK}@127.0.0.1:9`], 'http://…@127.0.0.1:9'],
])('an address is repeated without user and password: %j', async (argv, shown) => {
  await writeFile(join(root, 'feedmill.yaml'), configFor());
  const { exitCode, stdout, stderr } = await runInside(argv, root, AWS);
  expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(shown)]);
  expect(stderr).not.toContain(MARK);
});

test('the S3 server that the environment names for every tool is taken, and repeated without user and password', async () => {
  await writeFile(join(root, 'feedmill.yaml'), configFor());
  const to = (env: Record<string, string>, ...argv: string[]) =>
    runInside(['--to', 's3://bucket/x', ...argv], root, { ...AWS, ...env });
  const general = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  expect((await to(general)).stderr).toContain('http://127.0.0.1:9 cannot be reached');
  expect((await to({ ...general, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:7/' })).stderr).toContain('127.0.0.1:7');
  expect((await to(general, '--endpoint', 'http://127.0.0.1:7')).stderr).toContain('127.0.0.1:7');
  const { exitCode, stderr } = await to({ AWS_ENDPOINT_URL: `http://me:${MARK}@127.0.0.1:9/?x` });
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('AWS_ENDPOINT_URL is no absolute http or https address without ? and #: http://…@'),
  });
  expect(stderr).not.toContain(MARK);
});

test('so is that of a profile, where the environment names none', async () => {
  await writeFile(join(root, 'feedmill.yaml'), configFor());
  const to = async (address: string, env: Record<string, string> = {}) => {
    const file = join(root, 'config');
    await writeFile(file, `[profile lab]\nendpoint_url = ${address}\n`);
    return runInside(['--to', 's3://bucket/x'], root, { ...AWS, ...env, AWS_PROFILE: 'lab', AWS_CONFIG_FILE: file });
  };
  expect((await to('http://127.0.0.1:9')).stderr).toContain('http://127.0.0.1:9 cannot be reached');
  expect((await to('http://127.0.0.1:9', { AWS_ENDPOINT_URL: 'http://127.0.0.1:7' })).stderr).toContain('127.0.0.1:7');
  const { exitCode, stderr } = await to(`http://me:${MARK}@127.0.0.1:9`);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('endpoint_url of the AWS profile is no absolute')]);
  expect(stderr).not.toContain(MARK);
});

test('no region can take a request elsewhere, or end the program', async () => {
  await writeFile(join(root, 'feedmill.yaml'), configFor());
  for (const env of [{ AWS_REGION: 'eu west' }, { AWS_REGION: 'example.org/' }])
    expect(await runInside(['--to', 's3://bucket/x'], root, { ...AWS, ...env })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('names no region that can be'),
    });
});

test('no secret of the environment stands in what is printed', async () => {
  await writeFile(join(root, 'feedmill.yaml'), purging('cloudflare: { zone: z }\n    fastly: { service: s }'));
  const marked = (text: string) => `${MARK}${text}${MARK}`;
  const odd = fc.string({
    unit: fc.constantFrom('\n', '\r', '\0', '\t', ' ', '"', 'é', '😀', '\u007f', 'a'),
    maxLength: 4,
  });
  const plain = fc.stringMatching(/^[!-~]{0,20}$/);
  const variables = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'CLOUDFLARE_API_TOKEN',
    'FASTLY_API_TOKEN',
  ] as const;
  const one = fc.oneof(plain, odd).map(marked);
  const env = fc.record(Object.fromEntries(variables.map((name) => [name, one])) as Record<string, typeof one>);
  await fc.assert(
    fc.asyncProperty(env, fc.constantFrom([], ['--json'], ['--dry-run']), async (values, more) => {
      const argv = ['--to', 's3://bucket/x', '--endpoint', server.url, ...more];
      const { stdout, stderr } = await runInside(argv, root, values);
      expect(stdout + stderr).not.toContain(MARK);
    }),
    runs(60),
  );
});
