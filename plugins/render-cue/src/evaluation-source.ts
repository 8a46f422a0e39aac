import type { RenderRequest } from "@bellwether/core";

/**
 * The CUE document that yields `parameter`, `output` and `outputs` of a template.
 * The template goes into a hidden field, where its own structs stay open; parameters and context are unified as data.
 */
export function evaluationSource({ template, parameters, context }: Omit<RenderRequest, "component">): string {
  const { imports, body } = splitImports(withoutHelmActions(template));
  return `${imports}
_t: {
outputs: [string]: {...}
context: ${JSON.stringify(context)}
parameter: ${JSON.stringify(parameters)}
${body}
}
parameter: _t.parameter
output: _t.output
outputs: _t.outputs
`;
}

/** Imports are allowed at the top of a document only, and a template may begin with comments and a package clause. */
function splitImports(template: string): { imports: string; body: string } {
  let imports = "";
  let body = template;
  for (;;) {
    const head = /^(?:\s|\/\/.*)*(?:package\s+\w+|(import\s*(?:\([^)]*\)|(?:[\w.]+\s+)?"[^"]*")))\s*?(?:;|\n|$)/.exec(
      body,
    );
    if (head === null) return { imports, body };
    imports += head[1] === undefined ? "" : `${head[1]}\n`;
    body = body.slice(head[0].length);
  }
}

/** Definitions taken from a Helm chart may carry template actions; a cluster never sees them evaluated. */
function withoutHelmActions(template: string): string {
  return template.replaceAll(
    /\{\{-?\s*(?:[.$]|\/\*|(?:if|else|end|range|with|include|template|define)\b)[^{}]*\}\}/g,
    "",
  );
}
