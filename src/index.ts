// The library's exports, no logic. The same parts that the command wires together.

export { buildFeeds as build } from './build/build.ts';
export type { BuildInput } from './build/input.ts';
export type { Progress, Stage } from './build/progress.ts';
export type { BuildReport } from './build/report.ts';
export type { BuildChanges, FeedChanges } from './build/subscribers/changes.ts';
export { candidatesOf } from './collect/candidates.ts';
export { collect } from './collect/collections.ts';
export { composeEntry, composeRelatedEntry, type EntryContext, type EntryIdentity } from './compose/entry.ts';
export { composeFeed } from './compose/feed-document.ts';
export type { LintCode } from './diagnostics/catalogue/lint.ts';
export type { Finding, Position, Report, Span } from './diagnostics/finding.ts';
export { formatGithub } from './diagnostics/github-report.ts';
export { type JsonFinding, jsonFindings } from './diagnostics/json-report.ts';
export type { Severity } from './diagnostics/rule.ts';
export { type Code, rules, type Values } from './diagnostics/rules.ts';
export { type Paint, PLAIN } from './diagnostics/shown.ts';
export { formatFinding, formatFindings, type TextOptions } from './diagnostics/text-report.ts';
export { ForeignFile, UsageFailure, WorldFailure } from './io/failure.ts';
export {
  type CheckFinding,
  type CheckOptions,
  type CheckReport,
  check,
  PROFILES,
  type Profile,
  type RuleSetting,
  type Verdict,
} from './lint/check.ts';
export type { DocumentFormat } from './lint/model.ts';
export type { Article, Author, MediaFile, Picture, Provider, RelatedItem, Withheld } from './model/article.ts';
export type { Candidate, Choice, Collection, CollectionHead, CollectionKind } from './model/collection.ts';
export type { Directory, DirectoryFeed, DirectoryGroup } from './model/directory.ts';
export type { Channel, ChannelDetails, Entry, EntryDetails, FeedDocument, RelatedLink } from './model/feed-document.ts';
export { FORMATS, type Format, type FormatName } from './model/format.ts';
export type { HttpAnswer } from './model/http-answer.ts';
export { formatRfc822, formatRfc3339, type Instant, instant, instantOf } from './model/instant.ts';
export type { Manifest, ManifestFeed, ManifestFile } from './model/manifest.ts';
export type { Settings } from './model/settings.ts';
export type { LanguageTag, PlainText, SafeHtml } from './model/text.ts';
export { type AbsoluteUrl, absoluteUrl, pageKey } from './model/url.ts';
export { type ArticleContext, parseArticle } from './parse/article.ts';
export { parseConfig } from './parse/config/config.ts';
export { type KeyNames, keyNames } from './parse/field-names.ts';
export { type FrontMatter, parseFrontMatter } from './parse/front-matter.ts';
export { renderAtom } from './render/atom.ts';
export { Feed } from './render/feed.ts';
export { renderJsonFeed } from './render/json-feed.ts';
export { renderOpml } from './render/opml.ts';
export { renderRss } from './render/rss.ts';
export { type Problem, verifyDocument } from './verify/verify.ts';
