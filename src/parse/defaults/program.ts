// In: the name of a site generator's configuration that is a program, and where articles lie below it. Out: how that generator
// makes their addresses, as long as the program says nothing else.

export interface ArticlesOfProgram {
  /** The folders between the configuration and the articles; empty, or ending in a slash. */
  readonly below: string;
  /** Whether names of most articles begin with their days. */
  readonly areDated: boolean;
  /** Whether most of them have a slug of their own. */
  readonly haveSlugs: boolean;
}

const QUARTZ = /^quartz\.config\.ts$/;

type Addresses = (articles: ArticlesOfProgram) => string;

const PROGRAMS: readonly (readonly [RegExp, Addresses])[] = [
  [
    /^docusaurus\.config\.[cm]?[jt]s$/,
    ({ below, areDated, haveSlugs }) => {
      if (haveSlugs) return `${below}{slug}`;
      return areDated ? `${below}{year}/{month}/{day}/{folder}/{slug}` : `${below}{path}`;
    },
  ],
  [
    /^astro\.config\.[cm]?[jt]s$/,
    ({ below }) =>
      below.startsWith('src/pages/')
        ? `${below.slice('src/pages/'.length)}{path}/`
        : `${/^src\/content\/(.*)$/.exec(below)?.[1] ?? ''}{lowerPath}/`,
  ],
  // Where addresses are shown without the ending, there is a page with it as well.
  [/^\.vitepress$/, ({ below }) => `${below.replace(/^docs\//, '')}{path}.html`],
  [QUARTZ, ({ below }) => `${below.replace(/^content\//, '')}{path}`],
  // The folder of all texts is often called so.
  [
    /^(?:\.eleventy\.js|eleventy\.config\.[cm]?[jt]s)$/,
    ({ below }) => `${below.replace(/^(?:src|content)\//, '')}{path}/`,
  ],
];

/** Whether it writes a path otherwise in an address. */
export function rewritesPath(name: string, path: string): boolean {
  return QUARTZ.test(name) && /[\s&%?#]/.test(path);
}

/** For `content.permalink`. `undefined`: that name is none of these, or a folder is called as nothing in there is. */
export function usualPermalink(name: string, articles: ArticlesOfProgram): string | undefined {
  const addresses = PROGRAMS.find(([pattern]) => pattern.test(name))?.[1];
  return addresses && /^[\w./-]*$/.test(articles.below) ? `{site.url}/${addresses(articles)}` : undefined;
}
