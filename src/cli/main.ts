#!/usr/bin/env node
import { hideBin } from "yargs/helpers";
import { run } from "./run.js";

// A data source may keep handles open (a pool, a timer) that would keep the process from ending.
process.exit(await run(hideBin(process.argv)));
