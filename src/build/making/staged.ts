// In: texts of output files. Out: what the manifest says of each, once it is staged; pages only after a strict scan.
import { hash } from 'node:crypto';
import type { StageFile } from '../../io/staging.ts';
import type { ManifestFile } from '../../model/manifest.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { AbsoluteUrl } from '../../model/url.ts';
import { verifyPage } from '../../verify/verify.ts';
import type { Findings } from '../findings.ts';
import { mediaTypeOfOutput } from './headers.ts';
import { linksInside } from './links.ts';

/** A file of this build; its headers are for the manifest's writer to say. */
export interface StagedFile extends Omit<ManifestFile, 'headers'> {
  /** Under what name it waits; `undefined` when the same bytes lie there already. */
  readonly waitsAs: string | undefined;
}

export interface StagedPage extends StagedFile {
  /** Paths below `out/` that it links to. */
  readonly links: readonly string[];
}

/** Stages a text. */
export function stageText({ path, text }: OutputFile, stage: StageFile): StagedFile {
  const bytes = bytesOf(text);
  const sha256 = hash('sha256', bytes);
  return { path, type: mediaTypeOfOutput(path), sha256, bytes: bytes.length, waitsAs: stage(path, bytes) };
}

// What stages bytes keeps nothing of them, and new memory for each text takes longer than filling it.
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);

/** The bytes of a text; good until the next text's are asked for. */
function bytesOf(text: string): Buffer {
  // No code unit takes more than three bytes.
  return text.length * 3 > buffer.length ? Buffer.from(text) : buffer.subarray(0, buffer.write(text));
}

/** Stages a page for people; one that fails its scan is not staged, and what was found goes into `findings`. */
export function stagePage(
  path: string,
  text: string,
  baseUrl: AbsoluteUrl,
  stage: StageFile,
  findings: Findings,
): StagedPage | undefined {
  const problems = verifyPage(text);
  const report = findings.in(path);
  for (const { code, values } of problems) report(code, values as never);
  if (problems.length > 0) return undefined;
  const links = [...linksInside(path, text, baseUrl)];
  return { ...stageText({ path, text }, stage), links };
}
