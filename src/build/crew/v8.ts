// How V8 is to work in a large build.
import { setFlagsFromString } from 'node:v8';

/** docs/decisions.md says what each came to. */
const FLAGS = [
  // A heap may be larger by this share than what was alive in it when it was looked through last. By default it is far more,
  // and a build that could do with little takes what there is.
  '--heap-growing-percent=60',
  // V8 sees that the first articles stay in memory, concludes that all will, and puts the later ones where only a full
  // collection finds them; until then each holds the text of its file, and a fifth of what is read is copied for nothing.
  '--no-allocation-site-pretenuring',
  // From Node 24 on young memory grows to several times what it may have on Node 20, and little in it is alive. There it stays
  // as large in this thread as walking has made it; other threads begin with half of what they may have. On Node 20 the
  // first thread that starts undoes the factor.
  '--semi-space-growth-factor=1',
  '--min-semi-space-size=4',
  // There is a thread for each processor: when several look through one heap, the others wait.
  '--no-parallel-scavenge',
  // Each thread compiles its functions for itself, and with a fifth of what V8 would write into each other it is done much
  // sooner, with code that is as fast.
  '--max-inlined-bytecode-size-cumulative=200',
];

/** Has V8 do with little: in this thread from now on, and in those that start later. */
export function tuneV8(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
