// In: where to publish, as people write it. Out: a target, ready to be asked.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageFailure } from '../io/failure.ts';
import { type AbsoluteUrl, absoluteUrl, withoutUser } from '../model/url.ts';
import { awsSettings } from './aws/credentials.ts';
import type { Target } from './target.ts';
import { folderTarget } from './targets/folder.ts';
import { s3Target } from './targets/s3.ts';

export type Destination =
  /** `folder` is absolute, without a slash too many. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** `prefix` is empty or ends in a slash. */
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

/** Reads `file:///folder` or `s3://bucket/prefix`; a sentence when it is neither. */
export function destinationOf(text: string): Destination | string {
  const s3 = /^s3:\/\/([^/?#]*)\/?([^?#]*)$/.exec(text);
  if (s3 !== null) return s3Destination(s3[1] ?? '', s3[2] ?? '', text);
  if (!text.startsWith('file://'))
    return `--to is neither s3://bucket/prefix nor file:///folder: ${withoutUser(text)}.`;
  // In an address they begin what is no path: the files would go to a folder of a shorter name.
  if (/[?#]/.test(text)) return `--to is no address of a folder: ${withoutUser(text)}. Write ? as %3F and # as %23.`;
  try {
    return { kind: 'folder', folder: resolve(fileURLToPath(text)) };
  } catch {
    return `--to is no address of a folder: ${withoutUser(text)}. Write it as file:///srv/feeds, with three slashes.`;
  }
}

function s3Destination(bucket: string, rest: string, text: string): Destination | string {
  // The letters that Amazon and the others agree on; two characters or fewer are refused everywhere.
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket))
    return `--to names no bucket that can be: ${withoutUser(text)}.`;
  const parts = rest.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..'))
    return `--to has a prefix that cannot be: ${withoutUser(text)}.`;
  return { kind: 's3', bucket, prefix: parts.map((part) => `${part}/`).join('') };
}

/** Reads the address of an S3 server, to which bucket and key are put. `name` is where it was said. Throws `UsageFailure`. */
export function endpointFrom(text: string, name: string): AbsoluteUrl {
  const url = /[?#]/.test(text) ? undefined : absoluteUrl(text);
  if (url !== undefined) return url;
  throw new UsageFailure(`${name} is no absolute http or https address without ? and #: ${withoutUser(text)}.`);
}

export interface TargetOptions {
  readonly run: string;
  /** The S3 server. Default: as environment or profile name it for every AWS tool, else Amazon's. */
  readonly endpoint: AbsoluteUrl | undefined;
  readonly region: string | undefined;
  /** Files in flight at most. */
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens a destination; nothing is contacted yet. Throws `WorldFailure` when credentials are missing, `UsageFailure` for a region or an endpoint that cannot be. */
export async function openTarget(destination: Destination, options: TargetOptions): Promise<Target> {
  if (destination.kind === 'folder')
    return folderTarget(destination.folder, `file://${destination.folder}`, options.run);
  const { credentials, region: configured, endpoint } = await awsSettings(options.env);
  const region = options.region ?? configured ?? 'us-east-1';
  // It becomes a part of the host's name, and of what is signed.
  if (!/^[\w-]+$/.test(region))
    throw new UsageFailure('--region, AWS_REGION or the AWS profile names no region that can be.');
  return s3Target({
    bucket: destination.bucket,
    prefix: destination.prefix,
    endpoint: options.endpoint ?? endpointOf(options.env, endpoint),
    region,
    credentials,
    connections: options.width,
  });
}

function endpointOf(env: TargetOptions['env'], ofProfile: string | undefined): AbsoluteUrl | undefined {
  const name = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].find((name) => env[name]);
  if (name !== undefined) return endpointFrom(env[name] ?? '', name);
  return ofProfile ? endpointFrom(ofProfile, 'endpoint_url of the AWS profile') : undefined;
}
