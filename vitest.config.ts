import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["bellwether-source"] },
  ssr: { resolve: { conditions: ["bellwether-source"] } },
  test: {
    include: ["{packages,plugins,examples,test}/*/test/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
