/** Rewrites what the generator emits so that it runs unbuilt and type-checks under isolatedDeclarations. */
export function nativeModule(text: string): string {
  return text
    .replaceAll(/ from "(\.[^"]*)"/g, ' from "$1.ts"')
    .replace("import { IObjectMeta }", "import type { IObjectMeta }")
    .replace("import { ValidateFunc }", "import type { ValidateFunc }")
    .replace("Model, ModelData,", "Model, type ModelData, type TypeMetaGuard,")
    .replaceAll(/^ {2}("\w+"\??: I\w+\["\w+"\];)$/gm, "  declare $1")
    .replace(/static is = createTypeMetaGuard<(\w+)>/, "static is: TypeMetaGuard<$1> = createTypeMetaGuard<$1>")
    .replace(
      /^([\s\S]*)export const validate = /,
      "// @ts-nocheck\n$1export const validate: (data: unknown) => boolean = ",
    );
}
