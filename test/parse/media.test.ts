import fc from 'fast-check';
import mime from 'mime/lite';
import { expect, test } from 'vitest';
import type { AbsoluteUrl } from '../../src/model/url.ts';
import { mediaTypeOf } from '../../src/parse/media.ts';
import { runs } from '../support/runs.ts';

test('the media type of an address is what mime says of its path', () => {
  const part = fc.constantFrom('a', '.', '/', '?', '#', '.jpg', '.PNG', '.webp', '.mp4', '.html', 'jpg', '%2E', '.x');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const url = `https://a.example${parts.join('')}` as AbsoluteUrl;
      const [path = ''] = url.split(/[?#]/, 1);
      const type = mime.getType(path.slice(path.lastIndexOf('/') + 1).includes('.') ? path : '');
      for (const kind of ['image', 'video', 'audio'] as const)
        expect(mediaTypeOf(url, kind)).toBe(type?.startsWith(`${kind}/`) ? type : undefined);
    }),
    runs(1000),
  );
});
