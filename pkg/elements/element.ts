/** Defines an element, unless another copy of the package has: both can be in one page. */
export function element(tag: `drawdown-${string}`) {
  return (constructor: CustomElementConstructor): void => {
    if (!customElements.get(tag)) customElements.define(tag, constructor);
  };
}
