import { configureGlobal } from "fast-check";

/**
 * Every run looks at the same histories and values: what fails fails because of what was changed, and fails again. `LAW_SEED=7`
 * has others, `LAW_SEED=new` those that nobody has seen. A failure says its seed.
 */
const { LAW_SEED = "1" } = process.env;
const seed = LAW_SEED === "new" ? Date.now() % 2 ** 31 : Number(LAW_SEED);
if (!Number.isSafeInteger(seed)) throw new TypeError(`LAW_SEED: expected an integer or new, found ${LAW_SEED}`);
configureGlobal({ seed });
