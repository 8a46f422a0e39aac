import { workloadAdapterContract } from "@bellwether/testing";
import { test } from "vitest";
import { deployments } from "../src/index.ts";
import { deployment } from "./deployment.ts";

const contract = workloadAdapterContract({ plugin: deployments(), key: "Deployment.apps", manifest: deployment });

for (const { name, run } of contract) test(name, run);
