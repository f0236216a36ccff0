// Real servers for tests: started in a folder of their own on loopback, ended by the process ids that they wrote down.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { awsClient } from '../../src/publish/aws/client.ts';

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  radosgw: ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'curl'],
  swift: ['swift-proxy-server', 'swift-ring-builder', 'memcached', 'curl'],
  nginx: ['nginx'],
  varnish: ['varnishd'],
  apache: ['apache2'],
  caddy: ['caddy'],
  rclone: ['rclone'],
};

/** Whether a server is installed. Says what is left out and how to get it; with FEEDMILL_REQUIRE_ALL=1 that is a failure. */
export function isInstalled(server: keyof typeof REQUIRED): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const missing = (REQUIRED[server] ?? []).filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  if (missing.length === 0) return true;
  const message = `${server} is not installed (no ${missing.join(', ')}): its suites are left out. Get it with: sudo scripts/install-servers.sh`;
  if (process.env['FEEDMILL_REQUIRE_ALL'] === '1') throw new Error(message);
  process.stderr.write(`${message}\n`);
  return false;
}

/** What must be ended when the tests end too early. */
const running = new Set<() => unknown>();
process.once('exit', () => {
  for (const stop of running) stop();
});

export interface RunningServer {
  readonly url: string;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

export interface S3Server extends RunningServer {
  readonly env: Readonly<Record<string, string>>;
  makeBucket(name: string): Promise<void>;
  /** Puts an object, as other programs do; `path` begins with the bucket. */
  put(path: string, text: string): Promise<void>;
  /** Kills the process that speaks S3; the data stays. */
  kill(): void;
  /** Starts it again. */
  restart(): Promise<void>;
}

export function startRadosgw(): Promise<S3Server> {
  return startS3('radosgw-up.sh', { AWS_ACCESS_KEY_ID: 'labkey', AWS_SECRET_ACCESS_KEY: 'labsecret' }, (folder) => [
    'radosgw',
    ['-c', join(folder, 'ceph.conf'), '-n', 'client.rgw.a', '-f'],
  ]);
}

export function startSwift(): Promise<S3Server> {
  return startS3('swift-up.sh', { AWS_ACCESS_KEY_ID: 'test:tester', AWS_SECRET_ACCESS_KEY: 'testing' }, (folder) => [
    'swift-proxy-server',
    [join(folder, 'etc/proxy-server.conf'), '-v'],
  ]);
}

async function startS3(
  script: string,
  env: Readonly<Record<string, string>>,
  command: (folder: string) => readonly [string, readonly string[]],
): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-s3-'));
  const port = await freePorts(5);
  const path = fileURLToPath(new URL(script, import.meta.url));
  const pids: number[] = [];
  const url = `http://127.0.0.1:${port}`;
  const kill = () => end(pids.pop());
  // The script writes them down as it goes: a start that fails or hangs leaves behind what it had begun.
  const readPids = () => {
    const begun = join(folder, 'pids');
    if (existsSync(begun)) pids.push(...readFileSync(begun, 'utf8').trim().split(/\s+/).map(Number));
  };
  let isUp = false;
  const stop = async () => {
    running.delete(stop);
    if (!isUp) readPids();
    while (pids.length > 0) kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  running.add(stop);
  try {
    await run(path, [folder, String(port)], join(folder, 'start.log'));
  } catch (error) {
    await stop();
    throw error;
  }
  readPids();
  isUp = true;
  const put = async (place: string, text?: string) => {
    const client = clientFor(env);
    const body = text === undefined ? {} : { body: Buffer.from(text) };
    await client.send({ method: 'PUT', url: new URL(`${url}/${place}`), ...body });
    client.close();
  };
  return {
    url,
    env: { ...env, AWS_REGION: 'us-east-1' },
    makeBucket: (name) => put(name),
    put,
    kill,
    async restart() {
      const [program, args] = command(folder);
      const log = join(folder, 'restart.log');
      const words = openSync(log, 'w');
      const child = spawn(program, args, { stdio: ['ignore', words, words] });
      closeSync(words);
      pids.push(child.pid ?? 0);
      await answering(url, () => {
        if (child.exitCode !== null) throw new Error(`${program} ended: ${readFileSync(log, 'utf8')}`);
      });
    },
    stop,
  };
}

function clientFor(env: Readonly<Record<string, string>>) {
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: undefined,
  };
  return awsClient({ credentials, region: 'us-east-1', connections: 4 });
}

/** Servers lie where only root looks for programs. */
const SBIN = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };

/** nginx over a folder; `server` is what stands inside `server {}`. */
export async function startNginx(root: string, server: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-nginx-'));
  for (const name of ['logs', 'tmp']) mkdirSync(join(folder, name));
  const port = await freePorts(1);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path tmp/${name};`,
  );
  const user = process.getuid?.() === 0 ? 'user root; ' : '';
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${user}daemon off; worker_processes 1; pid nginx.pid; error_log logs/error.log warn;\nevents { worker_connections 256; }\nhttp {\n${temporary.join(' ')}\naccess_log off;\ntypes { text/plain xml json css; }\ncharset koi8-r;\nserver {\nlisten 127.0.0.1:${port};\nroot ${root};\n${server}\n}\n}\n`,
  );
  const args = ['-p', `${folder}/`, '-c', join(folder, 'nginx.conf')];
  const { stderr } = spawnSync('nginx', ['-t', ...args], { encoding: 'utf8', env: SBIN });
  if (/\[(?:warn|emerg)\]/.test(stderr)) throw new Error(`nginx does not like its configuration: ${stderr}`);
  return started('nginx', args, port, folder);
}

const APACHE_MODULES = 'mpm_event authz_core alias autoindex deflate dir filter headers mime setenvif'.split(' ');

/** Apache over a folder, with what its `.htaccess` says. The folder above it becomes one that others may enter. */
export async function startApache(root: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-apache-'));
  const port = await freePorts(1);
  // It does not serve as root.
  if (process.getuid?.() === 0) for (const path of [dirname(root), root]) chmodSync(path, 0o755);
  const modules = APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  const lines = [
    ...modules,
    'User www-data\nGroup www-data\nServerName localhost\nPidFile apache.pid\nErrorLog error.log\nTypesConfig /dev/null',
    `ServerRoot ${folder}\nDefaultRuntimeDir ${folder}\nListen 127.0.0.1:${port}\nDocumentRoot ${root}`,
    `<Directory ${root}>\nOptions Indexes FollowSymLinks\nAllowOverride All\n</Directory>`,
  ];
  writeFileSync(join(folder, 'apache.conf'), `${lines.join('\n')}\n`);
  return started('apache2', ['-DFOREGROUND', '-f', join(folder, 'apache.conf')], port, folder);
}

/** Caddy over a folder; `site` is what stands inside the site, beside `root`. */
export async function startCaddy(root: string, site: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-caddy-'));
  const port = await freePorts(1);
  writeFileSync(join(folder, 'site'), site);
  const server = `http://:${port} {\n\tbind 127.0.0.1\n\troot * ${root}\n\timport site\n}\n`;
  writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n}\n${server}`);
  const args = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  return started('caddy', args, port, folder);
}

/** Varnish before the server at an address; `rules` is VCL that stands behind the backend. */
export async function startVarnish(origin: string, rules: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-varnish-'));
  const port = await freePorts(1);
  // Varnish takes off its rights before it reads.
  chmodSync(folder, 0o777);
  const backend = `vcl 4.1;\nbackend origin { .host = "127.0.0.1"; .port = "${new URL(origin).port}"; }\n`;
  writeFileSync(join(folder, 'edge.vcl'), backend + rules);
  const args = [
    '-F',
    '-n',
    join(folder, 'work'),
    '-a',
    `127.0.0.1:${port}`,
    '-T',
    'none',
    '-f',
    join(folder, 'edge.vcl'),
  ];
  return started('varnishd', [...args, '-s', 'malloc,32m', '-p', 'default_grace=10'], port, folder);
}

async function started(program: string, args: readonly string[], port: number, folder: string): Promise<RunningServer> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...SBIN, HOME: folder },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdout.resume();
  const url = `http://127.0.0.1:${port}`;
  await answering(url, () => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    running.delete(stop);
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  running.add(stop);
  return { url, stop };
}

async function answering(url: string, check: () => void = () => undefined): Promise<void> {
  for (let tried = 0; tried < 600; tried++) {
    check();
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status !== undefined) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

/** The first of `count` free ports in a row on loopback, below those that systems give out themselves. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 9000);
    const checks = Array.from({ length: count }, (_, index) => isFree(first + index));
    if ((await Promise.all(checks)).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined && pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It ended before.
  }
}

// With `timeout`, since Ceph may wait for ever; what was started by then ends with it.
// Not execFile: the servers that a script leaves behind would hold its output open, and nobody would see it end.
function run(script: string, args: readonly string[], log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', 'exec timeout 80 "$0" "$@" > "$LOG" 2>&1', script, ...args], {
      stdio: 'ignore',
      env: { ...process.env, LOG: log },
    });
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${script} failed${code === 124 ? ', it took too long' : ''}: ${readFileSync(log, 'utf8')}`));
    });
  });
}
