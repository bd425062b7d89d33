import { regex, string } from "zod/mini";

/** ISO 3166-1 alpha-2, upper case; `EU` is allowed for the European Union. */
export const countrySchema = string().check(regex(/^[A-Z]{2}$/));
