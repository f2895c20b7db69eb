/** A whole program that the project's own `tsc` compiled: where its JavaScript is. */
export interface Program {
  /** Every source file, and what it was compiled to. */
  readonly emitted: ReadonlyMap<string, string>;
}

/** What the loader serves; Node 20 keeps a copy of it in the thread of its ES module hooks. */
export interface LoaderState {
  /** Grows whenever all modules have to load again; a part of the URL of ES modules from 1 on. */
  readonly generation: number;
  /** When set, its JavaScript takes the place of what SWC makes of a file. */
  readonly program: Program | undefined;
}

let current: LoaderState = { generation: 0, program: undefined };

/** What this thread's loader serves at the moment. */
export function loaderState(): LoaderState {
  return current;
}

/** Makes this thread's loader serve something else from now on. */
export function setLoaderState(state: LoaderState): void {
  current = state;
}
