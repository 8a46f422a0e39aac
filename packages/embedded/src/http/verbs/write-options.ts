import { badRequest } from "../../api/errors/status-error.ts";
import type { FieldValidation, WriteRequest } from "../../api/requests.ts";
import type { Exchange } from "../exchange.ts";

const managerLimit = 128;
const validations: readonly string[] = ["Strict", "Warn", "Ignore"];

/** The query parameters of a write. */
export function writeOptions(exchange: Exchange, subresource: string): WriteRequest {
  const validation = exchange.query.get("fieldValidation") ?? "Warn";
  if (!validations.includes(validation)) {
    throw badRequest(
      `fieldValidation: Unsupported value: "${validation}": supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  return {
    ...managerOf(exchange),
    ...(subresource !== "" && { subresource }),
    dryRun: isDryRun(exchange.query.getAll("dryRun")),
    fieldValidation: validation as FieldValidation,
    warn: (text) => exchange.warn(text),
  };
}

export function isDryRun(values: readonly string[]): boolean {
  const wrong = values.find((value) => value !== "All" && value !== "");
  if (wrong !== undefined) throw badRequest(`dryRun: Unsupported value: "${wrong}": supported values: "All"`);
  return values.includes("All");
}

/** A client that names no manager is known by the program that its `User-Agent` begins with. */
function managerOf(exchange: Exchange): { readonly fieldManager?: string } {
  const named = exchange.query.get("fieldManager") ?? "";
  if (named !== "") return { fieldManager: named };
  const program = exchange.userAgent.split("/", 1)[0]?.slice(0, managerLimit) ?? "";
  return program === "" ? {} : { fieldManager: program };
}
