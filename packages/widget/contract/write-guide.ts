import { writeFile } from "node:fs/promises";
import { readContract } from "./contract.ts";
import { guideFile, readGuide, withContract } from "./guide.ts";

/** Writes the contract of the element into its guide. */
await writeFile(guideFile, withContract(readGuide(), readContract()));
