export default {
  mode: "production",
  performance: { hints: false },
  output: { module: true, chunkFormat: "module" },
  experiments: { outputModule: true },
};
