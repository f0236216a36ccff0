// In: `publish.purge` and the environment. Out: the caches that it names, ready to be told.
import { WorldFailure } from '../../io/failure.ts';
import type { PurgeSettings } from '../../model/settings.ts';
import { awsSettings } from '../aws/credentials.ts';
import { sendable } from '../secret.ts';
import type { Cache } from './cache.ts';
import { cloudflareCache } from './cloudflare.ts';
import { cloudfrontCache } from './cloudfront.ts';
import { fastlyCache } from './fastly.ts';
import { varnishCache } from './varnish.ts';

/** The configured caches. Throws `WorldFailure` when a credential is missing or cannot be one: better before the upload than after it. */
export async function cachesOf(
  settings: PurgeSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Cache[]> {
  const { cloudflare, cloudfront, fastly, varnish } = settings;
  return [
    ...(cloudflare === undefined
      ? []
      : [cloudflareCache(cloudflare.zone, token('CLOUDFLARE_API_TOKEN', 'Cloudflare', env))]),
    ...(cloudfront === undefined
      ? []
      : [cloudfrontCache(cloudfront.distribution, (await awsSettings(env)).credentials)]),
    ...(fastly === undefined ? [] : [fastlyCache(fastly.service, token('FASTLY_API_TOKEN', 'Fastly', env))]),
    ...(varnish === undefined ? [] : varnish.url.map((url) => varnishCache(url))),
  ];
}

function token(variable: string, name: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[variable];
  if (value === undefined || value === '')
    throw new WorldFailure(`publish.purge names ${name}, but ${variable} is not set. Nothing was sent.`);
  return sendable(value, variable);
}
