// What German sentences do to the words they are given.

/** With an initial capital, as nouns and sentences have. */
export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `Pro, jährlich bezahlt,` inside a sentence: a name with an apposition ends with a comma, too. */
export const inSentence = (name: string) => (name.includes(", ") ? `${name},` : name);

/** Whether an amount with its unit is one, such as `1 credit` or `etwa 1 credit`, and not `1 000 credits`. */
export const isOne = (amount: string) => /^(etwa )?1\s\D/.test(amount);
