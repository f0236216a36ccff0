// The part of the package `language-tags` 1.0.9 that is used here; it ships no types.
declare module 'language-tags' {
  interface Tag {
    valid(): boolean;
    errors(): readonly { readonly message: string }[];
  }
  interface Tags {
    (tag: string): Tag;
    /** The kinds of a subtag in the IANA registry: `language`, `region`, `script`, … */
    types(subtag: string): readonly string[];
  }
  const tags: Tags;
  // biome-ignore lint/style/noDefaultExport: this is what the package exports
  export default tags;
}
