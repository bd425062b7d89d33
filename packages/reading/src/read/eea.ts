import type { Subprocessor } from "@trust-center/feed";

/** States of the European Economic Area (ISO 3166-1), and the Union itself. */
const codes = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO EU";

/** Whether a country belongs to the European Economic Area. */
export const isInEea = (country: string): boolean => codes.includes(country);

/** Whether an entry names a country outside the EEA among its locations. Of a place without a country nothing is known. */
export const isOutsideEea = ({ locations = [] }: Pick<Subprocessor, "locations">): boolean =>
  locations.some(({ country }) => country !== undefined && !isInEea(country));
