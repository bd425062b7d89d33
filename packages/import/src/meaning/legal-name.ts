/** Characters that such a name has at most. */
const longest = 300;

/** Endings that only the name of a legal person has. */
const legalForm =
  /(?:^|[\s,])(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|LLP|PLC|plc|Corp|Corporation|PBC|PBLLC|GmbH|AG|SE|KG|UG|OHG|e\.V|S\.?A|S\.?A\.?S|SAS|SASU|SARL|S\.?à\.? ?r\.?l|S\.?r\.?l|S\.?p\.?A|S\.?L|S\.?L\.?U|Ltda|B\.?V|N\.?V|AB|ApS|A\/S|AS|Oy|Oyj|Pty Ltd|Pte\.? Ltd|K\.?K|株式会社|ТОВ|d\.o\.o|s\.r\.o|a\.s|Sp\. z o\.o|Kft)\.?$/u;
/** Whether a text ends as the name of a legal person does. */
export const isLegalName = (text: string): boolean =>
  text.length < longest && legalForm.test(text.replace(/[.\s]+$/, ""));
