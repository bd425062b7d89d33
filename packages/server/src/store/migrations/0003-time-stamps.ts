import { layout } from "./layout.ts";

/** A receipt may have the time stamp of an authority: a token (RFC 3161) over its bytes, in base64. */
export const timeStamps = layout(() => [`alter table objections add column time_stamp text`]);
