// What English sentences do to the words they are given.

/** `Pro, paid yearly,` inside a sentence: a name with an apposition ends with a comma, too. */
export const inSentence = (name: string) => (name.includes(", ") ? `${name},` : name);
