/** Whether a text has Latin letters alone, beside what is no letter. */
export const isLatin = (text: string): boolean => !/[^\p{Script=Latin}\P{L}]/u.test(text);
