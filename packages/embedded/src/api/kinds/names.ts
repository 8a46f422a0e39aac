const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const label1035Text =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** What is wrong with a name, in the API server's words. */
export type NameRule = (name: string) => readonly string[];

function rule(pattern: RegExp, text: string, limit: number): NameRule {
  return (name) => [
    ...(name.length > limit ? [`must be no more than ${limit} characters`] : []),
    ...(pattern.test(name) ? [] : [text]),
  ];
}

export const dnsLabel: NameRule = rule(label, labelText, 63);
export const dns1035Label: NameRule = rule(label1035, label1035Text, 63);
export const dnsSubdomain: NameRule = rule(subdomain, subdomainText, 253);

/** RBAC names may hold anything that fits in one path segment. */
export const pathSegment: NameRule = (name) =>
  name === "." || name === ".."
    ? [`may not be '${name}'`]
    : ["/", "%"].filter((c) => name.includes(c)).map((c) => `may not contain '${c}'`);

const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const qualifiedNameText =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Of labels, annotations and finalizers: `prefix/name`. */
export const qualifiedKey: NameRule = (key) => {
  const [first = "", second, ...more] = key.split("/");
  if (more.length > 0)
    return [
      "a qualified name must consist of alphanumeric characters, '-', '_' or '.', with an optional DNS subdomain prefix and '/'",
    ];
  const name = second ?? first;
  return [
    ...(second === undefined
      ? []
      : first === ""
        ? ["prefix part must be non-empty"]
        : dnsSubdomain(first).map((text) => `prefix part ${text}`)),
    ...(name === ""
      ? ["name part must be non-empty"]
      : name.length > 63
        ? ["name part must be no more than 63 characters"]
        : []),
    ...(qualifiedName.test(name) ? [] : [qualifiedNameText]),
  ];
};

export const labelValue: NameRule = (value) => [
  ...(value.length > 63 ? ["must be no more than 63 characters"] : []),
  ...(value === "" || qualifiedName.test(value) ? [] : [labelValueText]),
];
