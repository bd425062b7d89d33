import type { Written } from "./piece.ts";

/** Writes addresses out, where nothing can be clicked. `mailto:` and `tel:` are not for people. */
export const withUrls: Written = ({ text, url }) => {
  if (!url || url.startsWith("tel:") || text.includes(url.replace(/^mailto:/, ""))) return text;
  return `${text} ${url}`.trim();
};
