/** How many messages precede the families in a language: put in by words.ts. */
declare const firstFamily: number;

/**
 * What a language says under a key: its place in the list that the language is, or the name of a member of a family
 * (`kind_added`). Those stand behind the rest in English's order, and are given their names when one is first asked for.
 */
export function ownMessage(
  messages: Record<string, string | undefined>,
  key: string,
  english: Readonly<Record<string, string>>,
): string | undefined {
  let at = firstFamily;
  if (!messages[key] && at in messages)
    for (const name in english) if (!(Number(name) >= 0)) messages[name] = messages[at++];
  return messages[key];
}
