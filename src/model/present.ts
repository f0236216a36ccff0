// An object without its members that are `undefined`, for types that know a member with a value, or none.

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

export function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
