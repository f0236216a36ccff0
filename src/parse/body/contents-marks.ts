// Where a page gets a table of its contents, for marked: a list of one item and `{:toc}` below it in kramdown, `[TOC]`, `[[toc]]`
// and `@[TOC](…)` on a line of their own elsewhere. A feed has none, and no word of it is text.
import type { MarkedExtension, TokenizerAndRendererExtension } from 'marked';

const OF_KRAMDOWN =
  /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t][^\n]*\n[ \t]*\{:(?:[^}\n]{0,100}[ \t])?toc(?:[ \t][^}\n]{0,100})?\}[ \t]*(?:\n|$)/;
const OF_OTHERS = /^ {0,3}(?:@?\[toc\](?:\([^()\n]*\))?|\[\[_?toc_?\]\])[ \t]*(?:\n|$)/i;

const MARK: TokenizerAndRendererExtension = {
  name: 'markOfContents',
  level: 'block',
  tokenizer(source) {
    const raw = (OF_KRAMDOWN.exec(source) ?? OF_OTHERS.exec(source))?.[0];
    return raw === undefined ? undefined : { type: 'markOfContents', raw };
  },
  renderer: () => '',
};

/** What marked has to know of them. */
export const contentsSyntax: MarkedExtension = { extensions: [MARK] };
