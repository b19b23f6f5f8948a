// What a component shows at first, and after its slider was moved.
export async function moved() {
  const [input, output] = ["input", "output"].map((name) => document.querySelector(name));
  const before = output.textContent;
  input.value = "5";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  for (let left = 100; output.textContent === before && left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return `${before} ${output.textContent}`;
}
