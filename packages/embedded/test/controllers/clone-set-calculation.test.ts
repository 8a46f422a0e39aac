import { describe, expect, test } from "vitest";
import { cloneSetBounds } from "../../src/controllers/cloneset/bounds.ts";
import { type Calculation, calculate, type PodCounts } from "../../src/controllers/cloneset/calculation.ts";

// replicas | partition | maxUnavailable | maxSurge | options | pods | expected
const vectors = `
0|0|1|0|-|-|(all zero)
5|0|1|0|-|5N|(all zero)
5|0|1|0|-|4N|up=1 upLim=1
5|0|1|0|-|2Nx 3N|delRdy=1
5|0|1|0|-|1Nx 3N 1N-|(all zero)
5|0|1|0|-|4N|up=1 upLim=1
4|0|1|0|-|2N-x 3N|delRdy=2
4|0|1|0|-|4N|(all zero)
5|3|1|0|-|1N 4O|upd=1 updMU=1
5|4|2|0|-|4N 1O|upd=-3 updMU=2
5|4|2|0|-|1N 4O|(all zero)
5|0|0|1|-|1Nx 4N 1N-|surge=1
5|0|0|1|-|5N|(all zero)
5|3|1|1|-|5O 1N-|surge=1 upd=1 updMU=2
5|3|1|1|-|4O 1N 1N-|down=1 downOld=1 delRdy=1
5|3|1|1|-|5O 1N-|surge=1 upd=1 updMU=2
5|3|1|1|-|4O 1N-|surge=1 up=1 upd=1 updMU=1 upLim=1
5|3|1|1|-|4O 1N 1N-|down=1 downOld=1 delRdy=1
5|99%|3|2|-|5O|up=1 surge=1 upd=1 updMU=3 upLim=1
5|99%|3|2|-|4O 1N-|(all zero)
5|99%|40%|30%|-|5O 1N-|down=1 downOld=1 delRdy=2
5|99%|30%|30%|-|5O|up=1 surge=1 upd=1 updMU=1 upLim=1
5|99%|30%|30%|-|4O 1N-|(all zero)
5|3|1|0|cur==upd|5N|(all zero)
5|1|1|0|cur==upd|3O 2N|upd=2 updMU=1
5|1|1|0|cur==upd|3O 3N|down=1 downOld=2 delRdy=2 upd=1 updMU=2
5|0|1|0|scaleMU=2|-|up=5 upLim=2
6|0|1|0|scaleMU=2|1N 2N-|up=3 upLim=0
3|0|1|0|-|2N 1Npx|(all zero)
3|0|1|0|-|2N 1N-|(all zero)
3|0|1|0|exclPD=1|2N 1Npx|up=1 upLim=1
3|0|1|0|exclPD=1|2N 1Npx 1N-|(all zero)
3|0|1|0|exclPD=1|2N 1Npx|up=1 upLim=1
3|0|1|0|exclPD=1|3N 1N-|down=1 delRdy=1
3|0|1|0|exclPD=1|3N|(all zero)
2|0|1|0|exclPD=1|2N 1Npx|(all zero)
3|0|1|0|exclPD=1|2N 1Npx 1N-|(all zero)
4|90%|1|0|exclPD=1 isPodUpdate|1Ou 2O|up=1 upLim=1 upOld=1
5|0|0|3|paused|3O|up=2 upLim=2 upd=3 updMU=-2
5|0|0|3|paused|5O 3N-|down=3 downOld=5 upd=2 updMU=3
`
  .trim()
  .split("\n");

const withoutGates: Readonly<Record<string, string>> = {
  "5|4|2|0|-|4N 1O|upd=-3 updMU=2": "(all zero)",
  "4|90%|1|0|exclPD=1 isPodUpdate|1Ou 2O|up=1 upLim=1 upOld=1": "up=1 upLim=1",
};

describe("the calculation of a CloneSet", () => {
  test("has forty golden vectors", () => {
    expect(vectors).toHaveLength(40);
  });

  test.each(vectors)("with rollback by partition: %s", (vector) => {
    expect(run(vector, true)).toEqual(expected(vector.split("|")[6] ?? ""));
  });

  test.each(vectors)("without: %s", (vector) => {
    expect(run(vector, false)).toEqual(expected(withoutGates[vector] ?? vector.split("|")[6] ?? ""));
  });
});

type Count = keyof PodCounts;

function run(vector: string, gates: boolean): Calculation {
  const [replicas = "", partition = "", maxUnavailable = "", maxSurge = "", text = "", pods = ""] = vector.split("|");
  const options = new Map(text.split(" ").map((option) => option.split("=", 2) as [string, string | undefined]));
  const limit = options.get("scaleMU");
  const bounds = cloneSetBounds({
    replicas: Number(replicas),
    partition: intOrPercent(partition),
    maxUnavailable: intOrPercent(maxUnavailable),
    maxSurge: intOrPercent(maxSurge),
    paused: options.has("paused"),
    scaleMaxUnavailable: limit === undefined ? undefined : Number(limit),
  });
  return calculate(countsOf(pods, gates && options.has("isPodUpdate")), bounds, {
    sameRevision: text === "cur==upd",
    excludePreparingDelete: options.has("exclPD"),
    partitionRollback: gates,
  });
}

function countsOf(text: string, preparingUpdateIsFresh: boolean): PodCounts {
  const counts: Record<Count, { old: number; fresh: number }> = {
    pods: { old: 0, fresh: 0 },
    preDeleting: { old: 0, fresh: 0 },
    toDelete: { old: 0, fresh: 0 },
    unavailable: { old: 0, fresh: 0 },
  };
  for (const [, number, revision, suffix = ""] of text.matchAll(/(\d+)([NO])([-xpu]*)/g)) {
    const side = revision === "N" || (preparingUpdateIsFresh && suffix.includes("u")) ? "fresh" : "old";
    const add = (count: Count): number => (counts[count][side] += Number(number));
    add("pods");
    if (suffix.includes("p")) add("preDeleting");
    else if (suffix.includes("x")) add("toDelete");
    else if (/[-u]/.test(suffix)) add("unavailable");
  }
  return counts;
}

function expected(text: string): Calculation {
  const named = new Map(text.split(" ").map((pair) => pair.split("=", 2) as [string, string]));
  const value = (name: string): number => Number(named.get(name) ?? 0);
  return {
    scaleUp: value("up"),
    scaleUpOld: value("upOld"),
    scaleUpLimit: value("upLim"),
    scaleDown: value("down"),
    scaleDownOld: value("downOld"),
    deleteReadyLimit: value("delRdy"),
    useSurge: value("surge"),
    useSurgeOld: value("surgeOld"),
    update: value("upd"),
    updateMaxUnavailable: value("updMU"),
  };
}

function intOrPercent(text: string): number | string {
  return text.endsWith("%") ? text : Number(text);
}
