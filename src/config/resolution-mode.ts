import { moduleFormat } from "./typescript/module-format.js";
import { settingsFor } from "./typescript/settings.js";

const nodeLike = /^node(?:16|18|20|next)$/i;

/**
 * Whether a TypeScript file must say that a package it imports types from is an ES module: a CommonJS file under Node's
 * own module resolution. https://www.typescriptlang.org/docs/handbook/release-notes/typescript-5-3.html
 */
export function needsResolutionMode(file: string): boolean {
  if (moduleFormat(file) !== "commonjs") return false;
  const { module, moduleResolution } = settingsFor(file).tsconfig?.config.compilerOptions ?? {};
  return nodeLike.test(module ?? "") || nodeLike.test(moduleResolution ?? "");
}
