// The module that this page compiles: a thread takes it, and does not load it again.

/** A promise of it, from when it begins to load. */
export const page = { coming: undefined };
