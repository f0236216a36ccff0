// The noun for how a document came over HTTP: what a reader that asked for it was told.

/** How a document came over HTTP. */
export interface HttpAnswer {
  /** What was asked for. */
  readonly requested: string;
  /** Where the document was in the end. */
  readonly address: string;
  /** Every redirect on the way. */
  readonly redirects: readonly { readonly status: number; readonly to: string }[];
  /** Headers of the answer; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the same question with the answer's validator got 304; `undefined` when it has no such validator. */
  readonly honours: { readonly etag: boolean | undefined; readonly lastModified: boolean | undefined };
}
