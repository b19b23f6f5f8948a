import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./tests/serve.ts",
  fullyParallel: true,
  workers: "100%",
  forbidOnly: Boolean(process.env["CI"]),
  // Ends with a line that counts: "12 passed (3.4s)".
  reporter: "list",
  timeout: 30_000,
  use: {
    baseURL: process.env["PAGE_URL"] ?? "",
    browserName: "chromium",
    // `offline.spec.ts` allows them; elsewhere every file comes from the server that the test looks at.
    serviceWorkers: "block",
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    launchOptions: {
      // The system's Chromium: none is downloaded.
      executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
