/**
 * What a language says under a key of some part of the words. A module of its own, because the widget's script keeps its
 * languages without keys, in the order of English.
 */
export const ownMessage = (
  messages: Readonly<Record<string, string | undefined>>,
  key: string,
  _english: Readonly<Record<string, string>>,
): string | undefined => messages[key];
