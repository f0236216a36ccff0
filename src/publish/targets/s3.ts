// A bucket as target: whole objects with Content-MD5, single deletes (never DeleteObjects, which half of the servers
// refuse), conditional writes of the manifest where the server has them, a reading before each in any case.
import { hash } from 'node:crypto';
import { WorldFailure } from '../../io/failure.ts';
import { MANIFEST, type ManifestFile } from '../../model/manifest.ts';
import { byCodeUnit } from '../../model/text.ts';
import { encodedPart } from '../../model/url.ts';
import { type AwsClient, type AwsResponse, awsClient, refused } from '../aws/client.ts';
import type { Credentials } from '../aws/credentials.ts';
import { parseListing, textIn } from '../aws/xml.ts';
import { type Damage, type ManifestVersion, MISSING, type Outgoing, type Target } from '../target.ts';

/** Our own hash of bytes and headers, kept with each object: foreign ETags need not be MD5. */
const FINGERPRINT = 'x-amz-meta-feedmill-sha256';

/** Headers that S3 keeps with an object and gives back. */
const KEPT = new Set(['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']);

/** Codes of refusals that other credentials, or more rights, would mend. */
const CREDENTIALS =
  /^(?:AccessDenied|AllAccessDisabled|ExpiredToken|Forbidden|Invalid(?:AccessKeyId|Security|Token)|NotSignedUp|SignatureDoesNotMatch|TokenRefreshRequired|Unauthorized\w*)$/;

export interface S3TargetOptions {
  readonly bucket: string;
  /** Empty, or ending in a slash. */
  readonly prefix: string;
  /** `undefined`: Amazon, with the bucket in the host name. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly credentials: Credentials;
  readonly connections: number;
}

export function s3Target(options: S3TargetOptions): Target {
  const { bucket, prefix } = options;
  const client = awsClient(options);
  const base = bucketUrl(options);
  // Encoded as the signature wants it.
  const urlOf = (path: string) =>
    new URL(base + [...prefix.split('/'), ...path.split('/')].filter(Boolean).map(encodedPart).join('/'));
  const name = `s3://${bucket}/${prefix}`;
  let isConditional = true;
  let isQuoted = true;

  const readManifest = async (attempts?: number): Promise<AwsResponse | undefined> => {
    const response = await client.send({ method: 'GET', url: urlOf(MANIFEST), ...(attempts && { attempts }) });
    if (response.status === 200) return response;
    if (response.status === 404 && textIn(response.body.toString('utf8'), 'Code') !== 'NoSuchBucket') return undefined;
    throw explained(response, options);
  };

  const put = (outgoing: Outgoing, condition: Readonly<Record<string, string>> = {}) =>
    client.send({
      method: 'PUT',
      url: urlOf(outgoing.file.path),
      headers: { ...storedHeaders(outgoing.file), 'Content-MD5': hash('md5', outgoing.bytes, 'base64'), ...condition },
      body: outgoing.bytes,
      sha256: outgoing.file.sha256,
    });

  const head = (path: string) => client.send({ method: 'HEAD', url: urlOf(path) });

  /** Whether the manifest is the one that `expected` names. A strong ETag tells without reading it. */
  const isStill = async (expected: ManifestVersion | undefined): Promise<boolean> => {
    const etag = expected?.etag?.startsWith('W/') === true ? undefined : expected?.etag;
    if (etag !== undefined && (await head(MANIFEST)).headers.etag === etag) return true;
    return versionOf(await readManifest())?.sha256 === expected?.sha256;
  };

  /** `undefined`: the server knows no conditional writes, or not by the names that it gives to states. */
  const writeIfSame = async (
    manifest: Outgoing,
    expected: ManifestVersion | undefined,
  ): Promise<Written | 'refused' | undefined> => {
    if (expected !== undefined && expected.etag === undefined) return undefined;
    const named = expected?.etag ?? '';
    // Ceph before 17 compares the text as it comes with an ETag that has no quotes.
    const forms =
      expected === undefined ? ['*'] : isQuoted ? [named, named.replaceAll('"', '')] : [named.replaceAll('"', '')];
    for (const form of forms) {
      const response = await put(manifest, expected === undefined ? { 'If-None-Match': form } : { 'If-Match': form });
      if (response.status === 501) return undefined;
      if (response.status === 200) {
        isQuoted = isQuoted && (expected === undefined || form === named);
        return { etag: response.headers.etag };
      }
      // 404: If-Match on a manifest that was deleted.
      if (![412, 409, 404].includes(response.status)) throw explained(response, options);
      const present = versionOf(await readManifest());
      // The refusal may be of our own second try, after a connection that broke when the first had been carried out.
      if (response.retries > 0 && present?.sha256 === manifest.file.sha256) return present;
      if (present?.sha256 !== expected?.sha256) return 'refused';
    }
    return undefined;
  };

  const writeAndRead = async (manifest: Outgoing): Promise<Written | 'refused'> => {
    const response = await put(manifest);
    if (response.status !== 200) throw explained(response, options);
    const after = versionOf(await readManifest());
    return after?.sha256 === manifest.file.sha256 ? after : 'refused';
  };

  return {
    name,
    keepsHeader: (header) => KEPT.has(header.toLowerCase()) || header.toLowerCase() === 'surrogate-key',
    async readManifest() {
      // The first word with the server: a wrong address should not take half a minute to be told.
      const response = await readManifest(4);
      const version = versionOf(response);
      return response && version && { text: response.body.toString('utf8'), version };
    },
    async writeManifest(manifest, expected) {
      // Some servers take a condition, and write whatever it says.
      if (!(await isStill(expected))) return undefined;
      const outcome = isConditional ? await writeIfSame(manifest, expected) : undefined;
      if (outcome === undefined) isConditional = false;
      const written = outcome ?? (await writeAndRead(manifest));
      return written === 'refused' ? undefined : { etag: written.etag, sha256: manifest.file.sha256 };
    },
    // In a bucket nothing is in the way of anything.
    prove: async () => undefined,
    async put(outgoing) {
      const response = await put(outgoing);
      if (response.status !== 200) throw explained(response, options);
    },
    async remove(path) {
      const response = await client.send({ method: 'DELETE', url: urlOf(path) });
      if (![200, 204, 404].includes(response.status)) throw explained(response, options);
    },
    async read(path) {
      const response = await client.send({ method: 'GET', url: urlOf(path) });
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw explained(response, options);
      return response.body;
    },
    list: () => listKeys(client, base, options),
    async isOthers(path) {
      const { status, headers } = await head(path);
      // Who may not list is answered 403 where nothing is.
      return status === 200 && headers[FINGERPRINT] === undefined;
    },
    async inspect({ file, bytes }) {
      const response = await head(file.path);
      if (response.status === 404) return MISSING;
      if (response.status !== 200) throw explained(response, options);
      return damageOf(response, file, bytes);
    },
    clearUp: async () => undefined,
    close: () => client.close(),
  };
}

/** A manifest that lies there now, under the name that the server gave this state of it. */
type Written = Pick<ManifestVersion, 'etag'>;

/** The address of a bucket, ending in a slash: path-style at an endpoint, else as Amazon wants it. */
export function bucketUrl({
  bucket,
  endpoint,
  region,
}: Pick<S3TargetOptions, 'bucket' | 'endpoint' | 'region'>): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, '')}/${encodedPart(bucket)}/`;
  const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // The certificate of Amazon covers one label before the host, and a host has no capital letters: it would be another bucket.
  return /^[a-z0-9-]+$/.test(bucket) ? `https://${bucket}.${host}/` : `https://${host}/${bucket}/`;
}

/** Our own hash of what matters of an object: bytes and headers. */
export function fingerprintOf({ sha256, headers }: Pick<ManifestFile, 'sha256' | 'headers'>): string {
  const sorted = Object.entries(headers).sort(([a], [b]) => byCodeUnit(a, b));
  return hash('sha256', `${sha256}\n${JSON.stringify(sorted)}`);
}

function storedHeaders(file: ManifestFile): Readonly<Record<string, string>> {
  const kept = Object.entries(file.headers).filter(([header]) => KEPT.has(header.toLowerCase()));
  // Fastly's VCL copies this one back into Surrogate-Key.
  const key = file.headers['Surrogate-Key'];
  return {
    'Content-Type': file.type,
    ...Object.fromEntries(kept),
    ...(key === undefined ? {} : { 'x-amz-meta-surrogate-key': key }),
    [FINGERPRINT]: fingerprintOf(file),
  };
}

function damageOf(response: AwsResponse, file: ManifestFile, bytes: Uint8Array): Damage | undefined {
  const { headers } = response;
  const content = (reason: string): Damage => ({ change: 'content', reason });
  if (Number(headers['content-length']) !== file.bytes) return content('its size at the target is another');
  const etag = headers.etag?.replace(/^W\/|"/g, '');
  // What Amazon encrypts with a key of KMS has an ETag that only looks like one.
  const isOpaque = /kms/.test(String(headers['x-amz-server-side-encryption']));
  const isMd5 = etag !== undefined && !isOpaque && /^[0-9a-f]{32}$/.test(etag);
  if (isMd5 && etag !== hash('md5', bytes)) return content('its bytes at the target are others');
  const stored = Object.entries(storedHeaders(file));
  const [header] = stored.find(([name, value]) => headers[name.toLowerCase()] !== value) ?? [];
  if (header === undefined) return undefined;
  // Where no ETag tells of the bytes, our own hash does, and it is of the headers too.
  const isProven = isMd5 || headers[FINGERPRINT] === fingerprintOf(file);
  return { change: isProven ? 'headers' : 'content', reason: `${header} at the target is another` };
}

async function listKeys(client: AwsClient, base: string, options: S3TargetOptions): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  // Servers of the first version of listings name no next page: they would give the first one again.
  const seen = new Set(['']);
  let token: string | undefined;
  do {
    const url = new URL(base);
    const query = { 'list-type': '2', 'encoding-type': 'url', prefix: options.prefix, 'continuation-token': token };
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    url.search = url.search.replace(/\+/g, '%20');
    const response = await client.send({ method: 'GET', url });
    if (response.status !== 200) throw explained(response, options);
    const { keys, next } = parseListing(response.body.toString('utf8'));
    for (const key of keys) paths.add(key.slice(options.prefix.length));
    token = next;
    if (token !== undefined && seen.has(token))
      throw new WorldFailure(`${url.origin} gives the same page of its listing again; what is there cannot be told.`);
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return paths;
}

function versionOf(response: AwsResponse | undefined): ManifestVersion | undefined {
  if (response === undefined) return undefined;
  return { etag: response.headers.etag, sha256: hash('sha256', response.body) };
}

function explained(response: AwsResponse, { bucket, endpoint, region }: S3TargetOptions): WorldFailure {
  const code = textIn(response.body.toString('utf8'), 'Code');
  const where = endpoint ?? `Amazon S3 in ${region}`;
  if (code === 'NoSuchBucket')
    return new WorldFailure(`There is no bucket ${bucket} at ${where}. Create it, or correct --to.`);
  const actual = response.headers['x-amz-bucket-region'];
  if ([301, 307, 400].includes(response.status) && typeof actual === 'string' && actual !== region)
    return new WorldFailure(`The bucket ${bucket} lies in ${actual}, not in ${region}. Use --region ${actual}.`);
  if (code === 'RequestTimeTooSkewed')
    return new WorldFailure(
      `${where} says that the clock of this machine is wrong (${code}). Set it, then publish again.`,
    );
  if (response.status === 401 || (response.status === 403 && (code === undefined || CREDENTIALS.test(code))))
    return new WorldFailure(
      `${where} refuses the credentials for the bucket ${bucket} (${code ?? response.status}). They must allow GetObject, PutObject, DeleteObject and ListBucket.`,
    );
  return refused(`The bucket ${bucket} at ${where}`, response);
}
