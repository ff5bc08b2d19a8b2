/** What remembers a choice: `localStorage`, as far as it is needed. */
export type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Null where the browser forbids it; asking alone may throw. */
export function browserStorage(): ChoiceStorage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
