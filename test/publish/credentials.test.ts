// The AWS flavour of INI, as `aws configure` and people write it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { awsSettings, parseProfiles } from '../../src/publish/aws/credentials.ts';
import { parseListing } from '../../src/publish/aws/xml.ts';
import { bucketUrl } from '../../src/publish/targets/s3.ts';

test('profiles, comments, nested keys and secrets with signs', () => {
  const profiles = parseProfiles(
    '# comment\n[default]\naws_access_key_id=AK\naws_secret_access_key = a/b+c==;#d # comment\ns3 =\n  region = nested\nregion = eu-west-1\n\n[profile my.lab]\r\nregion=us-east-2\r\n',
  );
  expect(profiles.get('default')).toEqual({
    aws_access_key_id: 'AK',
    aws_secret_access_key: 'a/b+c==;#d',
    s3: '',
    's3.region': 'nested',
    region: 'eu-west-1',
  });
  expect(profiles.get('profile my.lab')).toEqual({ region: 'us-east-2' });
});

test('a profile names its S3 server, or services of which S3 is one', async () => {
  const home = await mkdtemp(join(tmpdir(), 'feedmill-home-'));
  const keys = 'aws_access_key_id = AK\naws_secret_access_key = key\n';
  const nested = '# no\nec2 =\n  endpoint_url = http://no/\ns3 =\n  endpoint_url = http://lab/ # here\nregion = no\n';
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws/config'),
    `[default]\n${keys}region =\nendpoint_url = http://all/\n[profile lab]\n${keys}endpoint_url = http://all/\nservices = l\n[services l]\n${nested}`,
  );
  expect(await awsSettings({ HOME: home })).toMatchObject({ region: undefined, endpoint: 'http://all/' });
  expect(await awsSettings({ HOME: home, AWS_PROFILE: 'lab' })).toMatchObject({ endpoint: 'http://lab/' });
  await rm(home, { recursive: true });
});

test('keys in the environment need no profile that can be read; a profile that is asked for does', async () => {
  const home = await mkdtemp(join(tmpdir(), 'feedmill-home-'));
  // For root, too, a folder is no file.
  await mkdir(join(home, '.aws/config'), { recursive: true });
  const env = { HOME: home, AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: 'key' };
  expect((await awsSettings(env)).credentials).toMatchObject({ accessKeyId: 'AK' });
  for (const other of [{ HOME: home }, { ...env, AWS_PROFILE: 'lab' }])
    await expect(awsSettings(other)).rejects.toThrow(`Could not read ${home}/.aws/config`);
  await rm(home, { recursive: true });
});

test('who has no home has no profiles there', async () => {
  // As for a user whom the machine does not know, in a container.
  const homedir = vi.spyOn(os, 'homedir').mockImplementation(() => {
    throw new Error('uv_os_homedir returned ENOENT');
  });
  syncBuiltinESMExports();
  try {
    await expect(awsSettings({})).rejects.toThrow('There are no AWS credentials');
  } finally {
    homedir.mockRestore();
    syncBuiltinESMExports();
  }
});

test.each([
  [{ bucket: 'feeds', endpoint: 'http://127.0.0.1:9/', region: 'x' }, 'http://127.0.0.1:9/feeds/'],
  [{ bucket: 'Old_Feeds', endpoint: undefined, region: 'us-east-1' }, 'https://s3.us-east-1.amazonaws.com/Old_Feeds/'],
  [{ bucket: 'feeds', endpoint: undefined, region: 'eu-west-1' }, 'https://feeds.s3.eu-west-1.amazonaws.com/'],
  [
    { bucket: 'feeds.example.org', endpoint: undefined, region: 'eu-west-1' },
    'https://s3.eu-west-1.amazonaws.com/feeds.example.org/',
  ],
])('%j', (options, url) => expect(bucketUrl(options)).toBe(url));

test('listings come with encoded keys, or plain ones', () => {
  const page = (encoding: string, key: string) =>
    `<ListBucketResult>${encoding}<IsTruncated>true</IsTruncated><Contents><Key>${key}</Key><Size>1</Size></Contents><NextContinuationToken>t&amp;1</NextContinuationToken></ListBucketResult>`;
  expect(parseListing(page('<EncodingType>url</EncodingType>', 'a%2Bb+c%26.xml'))).toEqual({
    keys: ['a+b c&.xml'],
    next: 't&1',
  });
  // No file of ours, but others' objects may have any name.
  expect(parseListing(page('<EncodingType>url</EncodingType>', 'a%FFb')).keys).toEqual(['a%FFb']);
  expect(parseListing(page('', 'a+b&amp;c.xml'))).toEqual({ keys: ['a+b&c.xml'], next: 't&1' });
});
