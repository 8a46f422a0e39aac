import type { KubeObject } from "@bellwether/core";
import type { ServedType } from "../types/served-type.ts";

const user = { username: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };

/** An embedded cluster lets its one user do everything. */
const answers: Readonly<Record<string, object>> = {
  LocalSubjectAccessReview: { allowed: true },
  SelfSubjectAccessReview: { allowed: true },
  SubjectAccessReview: { allowed: true },
  SelfSubjectRulesReview: {
    incomplete: false,
    nonResourceRules: [{ nonResourceURLs: ["*"], verbs: ["*"] }],
    resourceRules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  },
  SelfSubjectReview: { userInfo: user },
  TokenReview: { authenticated: true, user },
};

/** Reviews are questions: answered, never stored. */
export function isReview(type: ServedType): boolean {
  return type.kind in answers;
}

export function answerReview(type: ServedType, object: KubeObject): KubeObject {
  return Object.freeze({
    ...object,
    metadata: Object.freeze({ ...object.metadata }),
    status: Object.freeze({ ...answers[type.kind] }),
  });
}
