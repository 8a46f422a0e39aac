import { expect, test } from "vitest";
import { evaluationSource } from "../src/evaluation-source.ts";
import { context } from "./render.ts";

function source(template: string): string {
  return evaluationSource({ template, parameters: {}, context });
}

test("imports move to the top, package clause and leading comments go", () => {
  const text = source(`// A definition
package web

import "strings"
import (
	"list"
	m "math"
)

output: x: "import \\"no\\""`);
  expect(text).toMatch(/^import "strings"\nimport \(\n\t"list"\n\tm "math"\n\)\n\n_t: \{/);
  expect(text).toContain('output: x: "import \\"no\\""');
  expect(text).not.toContain("package web");
});

test("a template without imports stays as it is", () => {
  const template = "// about output\noutput: {{a: 1}}\n";
  expect(source(template)).toContain(template);
});

test("Helm's template actions go, CUE's braces stay", () => {
  const text = source('{{- if .Values.on }}\noutput: {{ if x { y: 1 } }}\nname: "{{ include "full" . }}"\n{{- end }}');
  expect(text).toContain('\noutput: {{ if x { y: 1 } }}\nname: ""\n');
});
