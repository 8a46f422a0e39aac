import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { configMap } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite("kubectl create, in protobuf and in JSON", (check) => {
  check("namespace", async ({ kubectl }) => {
    const name = uniqueName("ns");
    expect(await kubectl.ok(`create namespace ${name}`)).toBe(`namespace/${name} created\n`);
    expect(await kubectl.ok(`get ns ${name} -o jsonpath={.status.phase}`)).toBe("Active");
  });

  check("configmap", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create configmap ${name} --from-literal=a=1 --from-literal=b=<&>`);
    expect(await kubectl.ok(`get cm ${name} -o jsonpath={.data}`)).toBe('{"a":"1","b":"\\u003c\\u0026\\u003e"}');
    expect((await kubectl.ok(`get cm ${name} --no-headers`)).split(/\s+/).slice(0, 2)).toEqual([name, "2"]);
  });

  check("secret", async ({ kubectl }) => {
    const name = uniqueName("secret");
    await kubectl.ok(`create secret generic ${name} --from-literal=key=wert`);
    const path = "jsonpath={.type} {.data.key}";
    expect((await kubectl.run(["get", "secret", name, "-o", path])).stdout).toBe("Opaque d2VydA==");
  });

  check("service account, role and binding", async ({ kubectl }) => {
    const name = uniqueName("sa");
    expect(await kubectl.ok(`create serviceaccount ${name}`)).toBe(`serviceaccount/${name} created\n`);
    await kubectl.ok(`create role ${name} --verb=get,list --resource=pods,deployments.apps`);
    await kubectl.ok(`create rolebinding ${name} --role=${name} --serviceaccount=default:${name}`);
    expect(await kubectl.ok(`get rolebinding ${name} -o wide --no-headers`)).toContain(`Role/${name}`);
  });

  check("deployment", async ({ kubectl }) => {
    const name = uniqueName("web");
    expect(await kubectl.ok(`create deployment ${name} --image=web:1 --replicas=0 --port=80`)).toBe(
      `deployment.apps/${name} created\n`,
    );
    const { spec } = JSON.parse(await kubectl.ok(`get deploy ${name} -o json`)) as { spec: object };
    expect(spec).toMatchObject({
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: {
        spec: { containers: [{ name: "web", image: "web:1", ports: [{ containerPort: 80, protocol: "TCP" }] }] },
      },
    });
  });

  check("service", async ({ kubectl }) => {
    const name = uniqueName("svc");
    await kubectl.ok(`create service clusterip ${name} --tcp=80:8080`);
    expect(await kubectl.ok(`get svc ${name} -o jsonpath={.spec.ports[0].targetPort}`)).toBe("8080");
  });

  check("job and cron job", async ({ kubectl }) => {
    const name = uniqueName("job");
    await kubectl.ok(`create job ${name} --image=work:1`);
    expect(await kubectl.ok(`get job ${name} -o jsonpath={.spec.template.spec.restartPolicy}`)).toBe("Never");
    await kubectl.run(["create", "cronjob", name, "--image=work:1", "--schedule=0 3 * * *"]);
    expect(await kubectl.ok(`get cronjob ${name} -o jsonpath={.spec.schedule}`)).toBe("0 3 * * *");
  });

  check("autoscaler", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok(`create deployment ${name} --image=web:1`);
    expect(await kubectl.ok(`autoscale deployment ${name} --max=3 --cpu=50%`)).toContain(`${name} autoscaled`);
    expect(await kubectl.ok(`get hpa ${name} --no-headers`)).toContain("cpu: <unknown>/50%");
  });

  check("a pod by run", async ({ kubectl }) => {
    const name = uniqueName("pod");
    expect(await kubectl.ok(`run ${name} --image=web:1`)).toBe(`pod/${name} created\n`);
    expect(await kubectl.ok(`logs ${name}`)).toBe("");
  });

  check("a file, and the same file again", async ({ kubectl }) => {
    const name = uniqueName("cm");
    const stdin = configMap(name, { a: "1" });
    expect(await kubectl.ok("create -f -", { stdin })).toBe(`configmap/${name} created\n`);
    const { code, stderr } = await kubectl.run(["create", "-f", "-"], { stdin });
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Error from server (AlreadyExists): error when creating "STDIN": configmaps "${name}" already exists`,
    );
  });

  check("a kind that is read from JSON only says so", async ({ kubectl }) => {
    const { code, stderr } = await kubectl.run(["create", "ingress", uniqueName("in"), "--rule=a.b/c=svc:80"]);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be read from protobuf; send application/json");
  });

  check("dry runs store nothing", async ({ kubectl }) => {
    const name = uniqueName("dry");
    expect(await kubectl.ok(`create ns ${name} --dry-run=server`)).toBe(`namespace/${name} created (server dry run)\n`);
    expect(await kubectl.ok(`create ns ${name} --dry-run=client -o name`)).toBe(`namespace/${name}\n`);
    expect((await kubectl.run(["get", "ns", name])).stderr).toBe(
      `Error from server (NotFound): namespaces "${name}" not found\n`,
    );
  });
});
