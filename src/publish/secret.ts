// Secrets on their way from environment or profile into a header. One that no header can hold is refused here by its name:
// whatever would fail over it later repeats the whole header in its message.
import { WorldFailure } from '../io/failure.ts';

/** The value, when a header can hold it. Throws `WorldFailure`, which never says the value. `name` is where it was read. */
export function sendable(value: string, name: string): string {
  if (/^[\x21-\x7e]*$/.test(value)) return value;
  throw new WorldFailure(
    `${name} holds characters that no header can: a line break, perhaps, or a blank. Set it again without them. Nothing was sent.`,
  );
}
