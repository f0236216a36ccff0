// In: a candidate as it was read. Out: the same under the identity that subscribers know; nothing is copied.
import type { Candidate } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';

/** What recognition decides. */
export type Identity = Pick<Candidate, 'id' | 'withheld' | 'parent'>;

/** A candidate with another identity. */
export class Recognised implements Candidate {
  readonly id: string;
  readonly withheld: Candidate['withheld'];
  readonly parent: Candidate | undefined;
  readonly #read: Candidate;

  constructor(read: Candidate, { id, withheld, parent }: Identity) {
    this.#read = read;
    this.id = id;
    this.withheld = withheld;
    this.parent = parent;
  }

  get pages() {
    return this.#read.pages;
  }

  pagePrint(index: number) {
    const page = this.#read.pagePrint === undefined ? this.pages[index] : undefined;
    return page === undefined ? this.#read.pagePrint?.(index) : printOf(page);
  }

  fileDigest() {
    return this.#read.fileDigest?.();
  }

  get published() {
    return this.#read.published;
  }

  get path() {
    return this.#read.path;
  }

  get relatedIndex() {
    return this.#read.relatedIndex;
  }

  get host() {
    return this.#read.host;
  }

  get providerName() {
    return this.#read.providerName;
  }

  get topics() {
    return this.#read.topics;
  }

  get type() {
    return this.#read.type;
  }

  get category() {
    return this.#read.category;
  }

  get language() {
    return this.#read.language;
  }

  get quality() {
    return this.#read.quality;
  }

  get heat() {
    return this.#read.heat;
  }

  get updated() {
    return this.#read.updated;
  }

  get text() {
    return this.#read.text;
  }

  get seen() {
    return this.#read.seen;
  }

  get pinnedTo() {
    return this.#read.pinnedTo;
  }
}
