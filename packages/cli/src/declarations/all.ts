import { authoring } from "./authoring.ts";
import type { Declaration } from "./declaration.ts";
import { keys } from "./keys.ts";
import { reading } from "./reading.ts";

/** Every command, option and example. */
export const declarations: readonly Declaration[] = [...authoring, keys, ...reading];
