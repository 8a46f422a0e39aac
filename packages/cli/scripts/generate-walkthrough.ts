import { writeFileSync } from "node:fs";
import { walkthroughModule } from "./walkthrough-module.ts";

writeFileSync(new URL("../src/gen/walkthrough.ts", import.meta.url), walkthroughModule());
