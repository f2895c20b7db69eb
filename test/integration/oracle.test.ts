import { describe, expect, test } from "vitest";
import { AludelError } from "../../dist/index.js";
import { targets, type Target } from "../support/targets.js";
import { judge } from "./against-typeorm.js";
import { entitySets, type EntitySet } from "./entity-sets.js";
import { differentDumps, falseDifferences, isListed, notForTypeOrm } from "./oracle-exceptions.js";

function setsFor(target: Target, isForTypeOrm: boolean): readonly EntitySet[] {
  return entitySets(target).filter(
    ({ name }) => isListed(notForTypeOrm[target.family], name) !== isForTypeOrm,
  );
}

describe.each(targets)("TypeORM and Aludel on $name", (target) => {
  test.concurrent.each(setsFor(target, true))("agree on $name", async (set) => {
    const project = await target.makeProject();
    try {
      const { found, beyond, dumps } = await judge(project, set);
      expect(found, "check finds nothing after synchronize()").toEqual([]);
      const isFalse = isListed(falseDifferences[target.family], set.name);
      const nothing = "schema:log finds nothing after upgrade that it does not find after synchronize()";
      expect(beyond.length > 0, `${nothing}: ${beyond.join("; ")}`).toBe(isFalse);
      const isSame = dumps.onlyTypeOrm.length + dumps.onlyAludel.length === 0;
      const same = "the server's own dump is the same";
      expect(isSame, `${same}: ${JSON.stringify(dumps)}`).toBe(!isListed(differentDumps, set.name));
    } finally {
      await project.remove();
    }
  });

  test.concurrent.each(setsFor(target, false))("differ on $name", async (set) => {
    const project = await target.makeProject();
    try {
      const isAgreed = judge(project, set).then(
        ({ found }) => found.length === 0,
        (error: unknown) => {
          if (error instanceof AludelError) throw error;
          return false;
        },
      );
      expect(await isAgreed).toBe(false);
    } finally {
      await project.remove();
    }
  });
});
