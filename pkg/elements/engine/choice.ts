/** A choice whose label is in the current language. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
}

export function choice<T>(value: T, word: () => string): Choice<T> {
  return {
    value,
    get label() {
      return word();
    },
  };
}
