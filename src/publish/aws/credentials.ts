// AWS credentials as everybody keeps them: variables of the environment, else the profile files. Never printed, never kept.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { codeOf, failure, WorldFailure } from '../../io/failure.ts';
import { sendable } from '../secret.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface AwsSettings {
  readonly credentials: Credentials;
  /** As the environment or the profile names it. */
  readonly region: string | undefined;
  /** The S3 server, as the profile names it. */
  readonly endpoint: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Profile = Readonly<Record<string, string>>;

/** Finds credentials and region. Throws `WorldFailure` when there are no credentials, or none that can be. */
export async function awsSettings(env: Environment): Promise<AwsSettings> {
  const name = env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || 'default';
  const fromEnvironment = () =>
    credentialsOf(
      {
        aws_access_key_id: env['AWS_ACCESS_KEY_ID'] ?? '',
        aws_secret_access_key: env['AWS_SECRET_ACCESS_KEY'] ?? '',
        aws_session_token: env['AWS_SESSION_TOKEN'] ?? '',
      },
      (key) => key.toUpperCase(),
    );
  const profile = await profileNamed(name, env).catch((error: unknown): Profile => {
    // Services and containers often have the home of somebody whose files they may not read.
    if (!env['AWS_PROFILE'] && fromEnvironment() !== undefined) return {};
    throw error;
  });
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || profile['region'];
  const fromProfile = () => credentialsOf(profile, (key) => `${key} of profile ${name}`);
  // A profile that is asked for by name wins over keys that happen to be in the environment, as in the AWS CLI.
  const credentials = env['AWS_PROFILE'] ? (fromProfile() ?? fromEnvironment()) : (fromEnvironment() ?? fromProfile());
  if (credentials === undefined)
    throw new WorldFailure(
      `There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE for a profile with keys in ~/.aws/credentials (looked for: ${name}). Nothing was sent.`,
    );
  return { credentials, region: region || undefined, endpoint: profile['endpoint_url'] || undefined };
}

/** `nameOf` says where a key was read. */
function credentialsOf(profile: Profile, nameOf: (key: string) => string): Credentials | undefined {
  const read = (key: string) => sendable(profile[key] ?? '', nameOf(key));
  if (!profile['aws_access_key_id'] || !profile['aws_secret_access_key']) return undefined;
  return {
    accessKeyId: read('aws_access_key_id'),
    secretAccessKey: read('aws_secret_access_key'),
    sessionToken: read('aws_session_token') || undefined,
  };
}

async function profileNamed(name: string, env: Environment): Promise<Profile> {
  const home = join(env['HOME'] || homeOfUser(), '.aws');
  const config = await readProfiles(env['AWS_CONFIG_FILE'] || join(home, 'config'));
  const shared = await readProfiles(env['AWS_SHARED_CREDENTIALS_FILE'] || join(home, 'credentials'));
  const profile: Profile = { ...config.get(name), ...config.get(`profile ${name}`), ...shared.get(name) };
  const ofS3 = config.get(`services ${profile['services']}`)?.['s3.endpoint_url'];
  return ofS3 ? { ...profile, endpoint_url: ofS3 } : profile;
}

/** A user whom the machine does not know, in a container, has none; there it is the root as a rule. */
function homeOfUser(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

async function readProfiles(path: string): Promise<ReadonlyMap<string, Profile>> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return '';
    throw failure(`read ${path}`, error);
  });
  return parseProfiles(text);
}

/**
 * Reads the AWS flavour of INI: `[name]`, `key = value`, whole-line comments, and indented lines that belong to the key
 * above (`key.inner`). General INI parsers split section names at dots and take `;` in a secret for a comment.
 */
export function parseProfiles(text: string): ReadonlyMap<string, Profile> {
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  let outer = '';
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) {
      const name = section.replace(/\s+/g, ' ').replace(/^(profile )?"(.*)"$/, '$1$2');
      current = profiles.get(name) ?? {};
      profiles.set(name, current);
      outer = '';
      continue;
    }
    const [, indent = '', key, value = ''] = /^(\s*)([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || current === undefined) continue;
    if (indent === '') outer = key;
    current[indent === '' ? key : `${outer}.${key}`] = value.replace(/\s[#;].*$/, '');
  }
  return profiles;
}
