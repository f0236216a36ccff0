// The noun that parse/ makes: one file's content, checked and cleaned, in our words only.
import type { Instant } from './instant.ts';
import type { LanguageTag, PlainText, SafeHtml } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

/** File name extensions that hold articles. */
export const ARTICLE_EXTENSIONS = [
  '.md',
  '.markdown',
  '.mdx',
  '.txt',
  '.html',
  '.htm',
  '.yaml',
  '.yml',
  '.json',
] as const;

/** A path as ids have it: without extension, and names that differ in their Unicode form alone are one. */
export function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, '').normalize('NFC');
}

/** One picture. Sizes are in pixels, above zero; `undefined` means unknown. */
export interface Picture {
  readonly url: AbsoluteUrl;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Media type by the address's extension (`image/jpeg`), else as the input states it; `undefined` when neither tells. */
  readonly type: string | undefined;
  /** Plain text for those who cannot see it; `undefined` when the input has none. */
  readonly alt: PlainText | undefined;
}

/** A picture as an article names it. */
export interface OwnPicture extends Picture {
  /** The address as the input has it, without the way up, when it hangs on that of the page; else `undefined`. */
  readonly beside: string | undefined;
}

/** A film or sound file that the content names directly. */
export interface MediaFile {
  readonly url: AbsoluteUrl;
  readonly medium: 'video' | 'audio';
  /** Media type by the address's extension; `undefined` when it tells none of that medium. */
  readonly type: string | undefined;
}

/** A person or organisation, as the input names them. */
export interface Author {
  readonly name: PlainText;
  readonly url: AbsoluteUrl | undefined;
  /** `local@host`; `undefined` when absent. */
  readonly email: string | undefined;
}

/** The publisher of an article. `host` is its key: lower case, punycode, `www.` kept. */
export interface Provider {
  readonly host: string;
  readonly name: PlainText;
  readonly logo: Picture | undefined;
}

/** Another article that an article points to. Without title, address or date it can be a link at most. */
export interface RelatedItem {
  readonly url: AbsoluteUrl;
  readonly title: PlainText | undefined;
  readonly summary: PlainText | undefined;
  readonly published: Instant | undefined;
  readonly type: string | undefined;
  readonly provider: Provider;
  readonly pictures: readonly Picture[];
  readonly ampUrl: AbsoluteUrl | undefined;
  readonly quality: number | undefined;
}

/** Why an article stays out of every feed. */
export type Withheld = 'unpublished' | 'draft' | 'removed';

/** One file's content, ready to be collected and composed. */
export interface Article {
  /** Permanent identity, an absolute URI: `{site.id}/{path}`. */
  readonly id: string;
  /** Path of the file below the content folder, `/`-separated, as on disk. */
  readonly path: string;
  /** The page that readers open. */
  readonly permalink: AbsoluteUrl;
  /** The original at its publisher; `undefined` when it is the permalink. */
  readonly canonicalUrl: AbsoluteUrl | undefined;
  readonly title: PlainText;
  /** One line of plain text, as the file gives it; `undefined` when it gives none. */
  readonly excerpt: PlainText | undefined;
  /** One line of plain text; never empty: the excerpt, else the body's beginning, else the title. */
  readonly summary: PlainText;
  /** A player or teaser that stands before the text; `undefined` when the file has none. */
  readonly featured: SafeHtml | undefined;
  /** The full text; `undefined` when the file has none, and then the summary stands in. */
  readonly body: SafeHtml | undefined;
  readonly published: Instant;
  /** Last significant change as the input states it; `undefined` when it does not. */
  readonly updated: Instant | undefined;
  readonly authors: readonly Author[];
  /** `undefined` when the article is the site's own. */
  readonly provider: Provider | undefined;
  readonly topics: readonly PlainText[];
  readonly pictures: readonly OwnPicture[];
  readonly media: readonly MediaFile[];
  /**
   * Hash of featured and body as they stand in the file, white space folded: tells a change of text, in any version.
   * `undefined` when there are no words.
   */
  readonly bodyHash: string | undefined;
  readonly related: readonly RelatedItem[];
  /** `undefined` when not given; never guessed. */
  readonly language: LanguageTag | undefined;
  /** `article`, `video` …; `undefined` when not given. */
  readonly type: string | undefined;
  readonly category: string | undefined;
  readonly ampUrl: AbsoluteUrl | undefined;
  readonly quality: number | undefined;
  readonly heat: number | undefined;
  /** `undefined` when the article may be published. */
  readonly withheld: Withheld | undefined;
}
