import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { selectorText } from "../../../api/select/object-label-selector.ts";
import {
  ageColumn,
  type Column,
  column,
  joined,
  listAt,
  nameColumn,
  numberAt,
  printed,
  text,
  textAt,
  wide,
} from "../column.ts";
import { labelText } from "./template-columns.ts";

const shownItems = 3;

export const networkColumns: Readonly<Record<string, readonly Column[]>> = {
  "/Service": [
    nameColumn,
    text("Type", "spec.type"),
    column("Cluster-IP", (service) => printed(listAt(service, "spec.clusterIPs")[0]) || "<none>"),
    column("External-IP", externalAddress),
    column("Port(s)", (service) => joined(listAt(service, "spec.ports").map(portText))),
    ageColumn,
    wide(column("Selector", (service) => labelText(atPath(service, "spec.selector")))),
  ],
  "/Endpoints": [nameColumn, column("Endpoints", endpointsText), ageColumn],
  "discovery.k8s.io/EndpointSlice": [
    nameColumn,
    text("AddressType", "addressType"),
    column("Ports", (slice) => unset(listAt(slice, "ports").map((port) => textAt(port, "port", "*")))),
    column("Endpoints", (slice) =>
      unset(listAt(slice, "endpoints").flatMap((endpoint) => listAt(endpoint, "addresses").map(printed))),
    ),
    ageColumn,
  ],
  "networking.k8s.io/Ingress": [
    nameColumn,
    text("Class", "spec.ingressClassName", "<none>"),
    column("Hosts", hosts),
    column("Address", (ingress) => addresses(ingress).join(",")),
    column("Ports", (ingress) => (listAt(ingress, "spec.tls").length > 0 ? "80, 443" : "80")),
    ageColumn,
  ],
  "networking.k8s.io/NetworkPolicy": [
    nameColumn,
    column("Pod-Selector", (policy) => selectorText(atPath(policy, "spec.podSelector")) || "<none>"),
    ageColumn,
  ],
};

function externalAddress(service: KubeObject): string {
  const external = listAt(service, "spec.externalIPs").map(printed);
  switch (textAt(service, "spec.type")) {
    case "ExternalName":
      return textAt(service, "spec.externalName");
    case "LoadBalancer": {
      const all = [...addresses(service), ...external];
      return all.length === 0 ? "<pending>" : all.join(",");
    }
    default:
      return joined(external);
  }
}

function addresses(object: KubeObject): readonly string[] {
  return listAt(object, "status.loadBalancer.ingress")
    .map((ingress) => textAt(ingress, "ip") || textAt(ingress, "hostname"))
    .filter((address) => address !== "")
    .sort();
}

function portText(port: unknown): string {
  const nodePort = numberAt(port, "nodePort");
  const outside = nodePort > 0 ? `:${nodePort}` : "";
  return `${numberAt(port, "port")}${outside}/${textAt(port, "protocol", "TCP")}`;
}

function endpointsText(endpoints: KubeObject): string {
  const all = listAt(endpoints, "subsets").flatMap((subset) => {
    const ips = listAt(subset, "addresses").map((address) => textAt(address, "ip"));
    const ports = listAt(subset, "ports");
    return ports.length === 0 ? ips : ports.flatMap((port) => ips.map((ip) => `${ip}:${numberAt(port, "port")}`));
  });
  return joined(all, shownItems);
}

function unset(items: readonly string[]): string {
  return items.length === 0 ? "<unset>" : joined(items, shownItems);
}

function hosts(ingress: KubeObject): string {
  const rules = listAt(ingress, "spec.rules").map((rule) => textAt(rule, "host"));
  const named = rules.filter((host) => host !== "");
  return named.length === 0 ? "*" : joined(named, shownItems);
}
